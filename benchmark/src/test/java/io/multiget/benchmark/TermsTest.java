package io.multiget.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TermsTest {
    @Test
    void shouldNeedWhatTheCallsTakeTogether() {
        assertThat(new Terms(100, 16, null).leastSeconds(6_400)).isEqualTo(40);
    }

    @Test
    void shouldNeedWhatTheRateLets() {
        assertThat(new Terms(1, 16, 200).leastSeconds(6_400)).isEqualTo(32);
    }
}
