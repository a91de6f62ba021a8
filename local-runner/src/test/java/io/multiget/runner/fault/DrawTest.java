package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DrawTest {
    @Test
    void shouldDrawTheSamePlanFromTheSameSeed() {
        assertThat(names(7, 60)).isEqualTo(names(7, 60)).isNotEqualTo(names(8, 60));
    }

    @Test
    void shouldDrawEveryKindBeforeOneComesTwice() {
        List<String> plan = names(7, 28);

        assertThat(plan).anyMatch(name -> name.startsWith("kill -9 of broker"));
        assertThat(plan).anyMatch(name -> name.startsWith("the API: 429"));
        assertThat(plan).anyMatch(name -> name.startsWith("poison"));
        assertThat(plan)
                .filteredOn(name -> name.startsWith("an exclusive lock"))
                .hasSize(1);
    }

    private static List<String> names(long seed, int size) {
        return new Draw(seed).plan(size).stream().map(Fault::toString).toList();
    }
}
