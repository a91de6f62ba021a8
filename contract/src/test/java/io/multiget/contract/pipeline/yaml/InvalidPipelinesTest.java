package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.multiget.contract.pipeline.yaml.InvalidPipeline.Expected;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code invalid/} is refused with the errors it names, and with no others. */
class InvalidPipelinesTest {
    static Stream<InvalidPipeline> cases() throws Exception {
        return InvalidPipeline.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldRefuseWithPlaceAndReason(InvalidPipeline invalid) {
        List<PipelineError> errors = errors(invalid);

        assertThat(errors)
                .as("all errors: %s", errors)
                .extracting(PipelineError::line, PipelineError::column)
                .containsExactlyElementsOf(invalid.expected().stream()
                        .map(e -> tuple(e.line(), e.column()))
                        .toList());
        for (int i = 0; i < errors.size(); i++) {
            Expected expected = invalid.expected().get(i);
            assertThat(errors.get(i).toString()).containsSubsequence(expected.parts());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSayWhatWhyAndTheMendOnOneLine(InvalidPipeline invalid) {
        assertThat(errors(invalid)).allSatisfy(error -> {
            assertThat(error.file()).isEqualTo(invalid.file().toString());
            assertThat(error.what()).isNotBlank();
            assertThat(error.why()).isNotBlank();
            assertThat(error.mend()).isNotBlank();
            assertThat(error.toString())
                    .startsWith(invalid.file().toString())
                    .hasSizeLessThan(600)
                    .matches("[^\\p{Cntrl}]*");
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotShowSecrets(InvalidPipeline invalid) {
        assertThat(errors(invalid)).noneMatch(error -> error.toString().contains("abc"));
    }

    @Test
    void shouldHaveCases() throws Exception {
        assertThat(InvalidPipeline.all()).hasSizeGreaterThan(200);
    }

    private static List<PipelineError> errors(InvalidPipeline invalid) {
        InvalidPipelineException refusal = catchThrowableOfType(
                InvalidPipelineException.class, () -> PipelineLoader.load(invalid.file(), invalid.environment()::get));
        assertThat(refusal).as("refusal of %s", invalid).isNotNull();
        return refusal.errors();
    }
}
