package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    private static final List<String> KEYS =
            List.of("ttl", "negative_ttl", "rate_limit", "retry", "base_url", "concurrency", "api", "auth");

    @ParameterizedTest
    @CsvSource({
        "ttll, ttl",
        "tt, ttl",
        "negativeTtl, negative_ttl",
        "negative-ttl, negative_ttl",
        "ratelimit, rate_limit",
        "RATE_LIMIT, rate_limit",
        "rety, retry",
        "rerty, retry",
        "bas_url, base_url",
        "concurency, concurrency",
        "apis, api",
        "atuh, auth"
    })
    void shouldFindTheNameThatWasMeant(String wrong, String meant) {
        assertThat(DidYouMean.nearest(wrong, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"timeout", "x", "owner", "''"})
    void shouldNotGuessFromAfar(String wrong) {
        assertThat(DidYouMean.nearest(wrong, KEYS)).isEmpty();
    }

    @Test
    void shouldNotCompareLongTexts() {
        assertThat(DidYouMean.nearest("t".repeat(1_000_000), List.of("t".repeat(1_000_000))))
                .isEmpty();
    }
}
