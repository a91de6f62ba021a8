package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviourTest {
    @Test
    void shouldReadEveryName() {
        Behaviour behaviour = Behaviour.DEFAULT.with(Map.of(
                "latency", "20ms..80ms",
                "tail", "0.05 of 30s",
                "flaky", "0.2 of 503",
                "rate_limit", "1500 per 1m",
                "max_concurrency", "64",
                "slow", "5s",
                "down", "reset",
                "down_for", "1m",
                "down_only", "users, user"));

        assertThat(behaviour.latency).isEqualTo(new Latency(Duration.ofMillis(20), Duration.ofMillis(80)));
        assertThat(behaviour.tail).isEqualTo(new Share<>(0.05, Duration.ofSeconds(30)));
        assertThat(behaviour.flaky).isEqualTo(new Share<>(0.2, new Treatment("503", 503)));
        assertThat(behaviour.rateLimit).isEqualTo(new CallRate(1500, Duration.ofMinutes(1)));
        assertThat(behaviour.maxConcurrency).isEqualTo(64);
        assertThat(behaviour.slow).isEqualTo(Duration.ofSeconds(5));
        assertThat(behaviour.down).isEqualTo(new Treatment("reset", 0));
        assertThat(behaviour.downFor).isEqualTo(Duration.ofMinutes(1));
        assertThat(behaviour.downOnly).containsExactlyInAnyOrder(Endpoint.USERS, Endpoint.USER);
    }

    @Test
    void shouldDoNothingByDefault() {
        assertThat(Behaviour.DEFAULT.rateLimit).isEqualTo(CallRate.UNLIMITED);
        assertThat(Behaviour.DEFAULT.down).isNull();
        assertThat(Behaviour.DEFAULT.token).isNull();
        assertThat(Behaviour.DEFAULT.tail.drawn(0)).isNull();
        assertThat(Behaviour.DEFAULT.latency.millisAt(1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "latency, fast",
        "latency, 80ms..20ms",
        "latency, -1ms",
        "tail, 1.5 of 30s",
        "tail, 0.5 of never",
        "flaky, 0.5 of 1000",
        "flaky, 503",
        "rate_limit, 0 per 1s",
        "rate_limit, 5 per 0s",
        "rate_limit, 5",
        "max_concurrency, -1",
        "slow, 1 day",
        "down, off",
        "down_for, soon",
        "down_only, everything",
        "lateness, 20ms",
    })
    void shouldNameWhatItDoesNotUnderstand(String name, String value) {
        assertThatThrownBy(() -> Behaviour.DEFAULT.with(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldDrawALatencyFromTheWholeRange() {
        Latency latency = Latency.parse("20ms..80ms");

        assertThat(latency.millisAt(0)).isEqualTo(20);
        assertThat(latency.millisAt(0.5)).isEqualTo(50);
        assertThat(latency.millisAt(1)).isEqualTo(80);
        assertThat(latency).hasToString("20ms..80ms");
    }

    @Test
    void shouldDrawAShare() {
        Share<String> share = Share.parse("0.25 of x", what -> what);

        assertThat(share.drawn(0.24)).isEqualTo("x");
        assertThat(share.drawn(0.25)).isNull();
    }
}
