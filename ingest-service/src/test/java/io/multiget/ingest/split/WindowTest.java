package io.multiget.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long TICK = Duration.ofMillis(250).toNanos();

    private final Window window = new Window(OptionalInt.empty(), Window.FIRST);
    private long nanos;
    private long admitted;
    private double finished;

    @Test
    void shouldStayAsItIsSet() {
        Window fixed = new Window(OptionalInt.of(7), Window.FIRST);

        fixed.admitted(0, 0);
        fixed.observe(7, 7, TICK);

        assertThat(fixed.size()).isEqualTo(7);
    }

    @Test
    void shouldHoldAFewSecondsOfASlowTopologysWork() {
        run(Duration.ofSeconds(60), 1_000, Duration.ofSeconds(1));

        assertThat(window.size()).isBetween(2_000L, 5_000L);
    }

    @Test
    void shouldGrowUntilAFastTopologyIsNeverIdle() {
        run(Duration.ofSeconds(60), 20_000, Duration.ofSeconds(1));

        assertThat(window.size()).isBetween(40_000L, 100_000L);
        assertThat(finished / 60).isGreaterThan(14_000);
    }

    @Test
    void shouldNotTakeAPauseForASlowTopology() {
        run(Duration.ofSeconds(30), 20_000, Duration.ofSeconds(1));
        long before = window.size();

        for (int i = 0; i < 100; i++) {
            nanos += TICK;
            window.observe(admitted, admitted, nanos);
        }

        assertThat(window.size()).isGreaterThanOrEqualTo(before / 2);
    }

    @Test
    void shouldShrinkWhileNothingIsFinished() {
        run(Duration.ofSeconds(30), 20_000, Duration.ofSeconds(1));

        run(Duration.ofSeconds(30), 0, Duration.ofSeconds(1));

        assertThat(window.size()).isEqualTo(500);
    }

    @Test
    void shouldGrowAgainAfterAnOutage() {
        run(Duration.ofSeconds(30), 20_000, Duration.ofSeconds(1));
        run(Duration.ofSeconds(60), 0, Duration.ofSeconds(1));

        run(Duration.ofSeconds(30), 20_000, Duration.ofSeconds(1));

        assertThat(window.size()).isGreaterThan(40_000);
    }

    /** A topology that finishes lines at a rate, and tells of it once a second, a while later. */
    private void run(Duration time, double rate, Duration delay) {
        long end = nanos + time.toNanos();
        long told = (long) finished;
        while (nanos < end) {
            if (admitted - told < window.size()) {
                window.admitted(admitted, nanos);
                admitted = told + window.size();
            }
            nanos += TICK;
            finished = Math.min(finished + rate / 4, admitted);
            if (nanos / TICK % 4 == 0) {
                told = (long) Math.max(told, finished - rate * delay.toSeconds());
                if (finished >= admitted) {
                    told = admitted;
                }
            }
            window.observe(admitted, told, nanos);
        }
    }
}
