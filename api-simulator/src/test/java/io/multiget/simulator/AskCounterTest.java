package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskCounterTest {
    private static final int MANY = 300_000;

    private final AskCounter counter = new AskCounter();

    @Test
    void shouldCountEachIdByItself() {
        assertThat(counter.ask("a")).isEqualTo(1);
        assertThat(counter.ask("b")).isEqualTo(1);
        assertThat(counter.ask("a")).isEqualTo(2);
        assertThat(counter.ask("a")).isEqualTo(3);

        assertThat(counter.asked()).isEqualTo(4);
        assertThat(counter.distinct()).isEqualTo(2);
        assertThat(counter.repeated()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheCountsWhileItGrows() {
        for (int i = 0; i < MANY; i++) {
            assertThat(counter.ask("MLA" + i)).isEqualTo(1);
        }
        for (int i = 0; i < MANY; i += 1000) {
            assertThat(counter.ask("MLA" + i)).isEqualTo(2);
        }

        assertThat(counter.distinct()).isEqualTo(MANY);
        assertThat(counter.repeated()).isEqualTo(MANY / 1000);
        assertThat(counter.forgotten()).isZero();
    }

    @Test
    void shouldStopCountingAnIdAtTheMost() {
        for (int i = 0; i < 200; i++) {
            counter.ask("a");
        }

        assertThat(counter.ask("a")).isEqualTo(127);
        assertThat(counter.repeated()).isEqualTo(1);
    }

    @Test
    void shouldNotRememberMoreIdsThanFit() {
        AskCounter small = new AskCounter(1 << 20);
        for (int i = 0; i < MANY; i++) {
            small.ask("MLA" + i);
        }

        assertThat(small.distinct()).isBetween(40_000L, 100_000L);
        assertThat(small.forgotten()).isEqualTo(MANY - small.distinct());
        assertThat(small.ask("MLA" + (MANY - 1))).isEqualTo(127);
        assertThat(small.ask("MLA0")).isEqualTo(2);
    }

    @Test
    void shouldForgetOnReset() {
        counter.ask("a");
        counter.reset();

        assertThat(counter.ask("a")).isEqualTo(1);
        assertThat(counter.asked()).isEqualTo(1);
    }
}
