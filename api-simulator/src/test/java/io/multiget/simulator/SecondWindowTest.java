package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SecondWindowTest {
    private final SecondWindow window = new SecondWindow();

    @Test
    void shouldSeeTheBusiestSecondWhereverItBegins() {
        arriveAt(0, 600, 900, 1000, 1500, 1599, 3000);

        assertThat(window.most()).isEqualTo(5);
    }

    @Test
    void shouldLeaveOutACallExactlyOneSecondAgo() {
        arriveAt(0, 1000, 2000);

        assertThat(window.most()).isEqualTo(1);
    }

    @Test
    void shouldHoldMoreCallsThanItBeganWith() {
        arriveAt(0, 500);
        for (int i = 0; i < 5000; i++) {
            arriveAt(1200);
        }

        assertThat(window.most()).isEqualTo(5001);
    }

    private void arriveAt(long... millis) {
        for (long at : millis) {
            window.arrived(TimeUnit.MILLISECONDS.toNanos(at));
        }
    }
}
