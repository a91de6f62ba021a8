package io.multiget.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.ingest.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                                            | JSON",
                "application/json                                               | JSON",
                "application/*                                                  | JSON",
                "text/html                                                      | PAGE",
                "text/*                                                         | PAGE",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | PAGE",
                "application/json, text/html                                    | JSON",
                "application/json;q=0.5, text/html;q=0.4                        | JSON",
                "text/xml, */*;q=0.1                                            | JSON",
                "*/*, text/html;q=0                                             | JSON",
                "application/json;q=0, */*                                      | PAGE",
            })
    void shouldChooseByTheAcceptHeader(String accept, Wanted wanted) {
        assertThat(Wanted.by(accept)).isEqualTo(wanted);
    }

    @Test
    void shouldAnswerJsonToWhoDoesNotSay() {
        assertThat(Wanted.by(null)).isEqualTo(Wanted.JSON);
        assertThat(Wanted.by(" ")).isEqualTo(Wanted.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "*/*;q=0", "image/png, text/plain", "garbage", "/"})
    void shouldRefuseWhoWantsNeither(String accept) {
        assertThatThrownBy(() -> Wanted.by(accept))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("not_acceptable");
    }
}
