package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetbacksTest {
    private static final int MANY = 60;

    private final BaseRate rate = new BaseRate();

    private static void fail(Setbacks keys, int times) {
        for (int i = 0; i < times; i++) {
            keys.failed();
        }
    }

    @Test
    void shouldBeNoChanceUntilFailuresProveInnocent() {
        Setbacks keys = Setbacks.none(rate);
        fail(keys, MANY);

        assertThat(rate.isChance(6)).isFalse();

        keys.overcome();

        assertThat(rate.isChance(6)).isTrue();
    }

    @Test
    void shouldAcquitAGroupOnlyOnceEachPartIsAnsweredAndEachPartOfAPart() {
        Setbacks whole = Setbacks.none(rate);
        fail(whole, MANY);
        Setbacks half = whole.ofPart();
        Setbacks otherHalf = whole.ofPart();
        Setbacks quarter = half.ofPart();
        Setbacks otherQuarter = half.ofPart();

        otherHalf.overcome();
        assertThat(rate.isChance(6)).isFalse();

        quarter.overcome();
        assertThat(rate.isChance(6)).isFalse();

        otherQuarter.overcome();
        assertThat(rate.isChance(6)).isTrue();
    }

    @Test
    void shouldForgetWhatLedToAnOutage() {
        Setbacks keys = Setbacks.none(rate);
        fail(keys, MANY);
        rate.outage();

        assertThat(keys.failures()).isZero();
        keys.overcome();

        assertThat(rate.isChance(1)).isFalse();
    }

    @Test
    void shouldForgetABadSpellWithAnswers() {
        Setbacks keys = Setbacks.none(rate);
        fail(keys, MANY);
        keys.overcome();
        for (int i = 0; i < 2 * MANY; i++) {
            rate.answered();
        }

        assertThat(rate.isChance(1)).isFalse();
    }

    @Test
    void shouldNotMindAHiccup() {
        Setbacks keys = Setbacks.none(rate);
        keys.failed();
        keys.overcome();

        assertThat(rate.isChance(1)).isFalse();
    }
}
