package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterWatchTest {
    private final RetryAfterWatch watch = new RetryAfterWatch();

    @Test
    void shouldCountCallsBeforeThePauseIsOver() {
        watch.sent(Duration.ofSeconds(2), at(1000));
        watch.arrived(at(2000));
        watch.arrived(at(2999));
        watch.arrived(at(3000));

        assertThat(watch.early()).isEqualTo(2);
        assertThat(watch.onTheirWay()).isZero();
    }

    @Test
    void shouldNotBlameCallsThatWereOnTheirWay() {
        watch.sent(Duration.ofSeconds(2), at(1000));
        watch.arrived(at(1099));
        watch.sent(Duration.ofSeconds(2), at(1099));
        watch.arrived(at(1100));

        assertThat(watch.onTheirWay()).isEqualTo(1);
        assertThat(watch.early()).isEqualTo(1);
    }

    @Test
    void shouldExpectNothingWithoutAPause() {
        watch.sent(Duration.ZERO, at(0));
        watch.arrived(at(1));

        assertThat(watch.early() + watch.onTheirWay()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "120, 120", "121, 0", "1000000000, 0", "-1, 0", "soon, 0", "0, 0"})
    void shouldExpectSensiblePausesToBeKept(String header, long seconds) {
        assertThat(RetryAfterWatch.pauseOf(header)).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
