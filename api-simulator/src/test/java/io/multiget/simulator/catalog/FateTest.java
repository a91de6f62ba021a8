package io.multiget.simulator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FateTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ORDINARY")
    void shouldReadBackTheFateItWrote(Fate fate) {
        String id = fate.itemId("MLA", 42);

        assertThat(id).hasSize(15);
        assertThat(Fate.of(id)).isEqualTo(fate);
        assertThat(Fate.serialOf(id)).isEqualTo(42);
    }

    @Test
    void shouldGiveEveryFateItsOwnCode() {
        assertThat(Arrays.stream(Fate.values()).map(Fate::code)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MLA",
                "MLA123456789",
                "MLA77010000001",
                "MLA7701000000010",
                "MLA760100000001",
                "MLA779900000001",
                "MLA17701000000010",
                "77010000000x"
            })
    void shouldLeaveOtherIdsOrdinary(String id) {
        assertThat(Fate.of(id)).isEqualTo(Fate.ORDINARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"770100000001", "CUR770100000001", "mk-770100000001", "SKU-770100000001"})
    void shouldReadAFateBehindAnyPrefix(String id) {
        assertThat(Fate.of(id)).isEqualTo(Fate.NOT_FOUND);
    }

    @Test
    void shouldHandAFateOnToTheCategory() {
        String id = "MLA" + Fate.CATEGORY.number(Fate.ALWAYS_500, 123);

        assertThat(id).isEqualTo("MLA779030000123");
        assertThat(Fate.of(id)).isEqualTo(Fate.CATEGORY);
        assertThat(Fate.referenceNumber(id)).isEqualTo(773000000012L);
    }

    @Test
    void shouldRefuseASerialThatDoesNotFit() {
        assertThatThrownBy(() -> Fate.FOUND.number(100_000_000)).hasMessageContaining("100000000");
        assertThatThrownBy(() -> Fate.SELLER.number(Fate.SLOW, 1_000_000)).hasMessageContaining("1000000");
        assertThatThrownBy(() -> Fate.FOUND.number(Fate.SLOW, 1)).hasMessageContaining("cannot hand on");
        assertThatThrownBy(() -> Fate.ORDINARY.number(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
