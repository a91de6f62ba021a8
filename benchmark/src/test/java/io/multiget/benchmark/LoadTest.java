package io.multiget.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.simulator.catalog.Fate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
    @TempDir
    Path folder;

    @Test
    void shouldAskAboutNoItemTwice() {
        Set<String> items = new HashSet<>();
        for (long seed : new long[] {0, 1, 89}) {
            Load.measured(seed, 100_000).forEach(line -> items.add(line.site() + line.id()));
        }

        assertThat(items).hasSize(300_000);
    }

    @Test
    void shouldHoldOrdinaryItemsOnly() {
        Load.measured(3, 10_000)
                .forEach(line -> assertThat(Fate.of(line.site() + line.id())).isEqualTo(Fate.ORDINARY));
    }

    @Test
    void shouldTeachNoCategoryInAWarmUpThatIsMeasuredLater() {
        Set<String> categories = new HashSet<>();
        Load.warmUp(1, 5_000)
                .forEach(line -> line.item().ifPresent(item -> categories.add(String.valueOf(item.categoryId()))));

        assertThat(categories)
                .isNotEmpty()
                .allMatch(category -> category.startsWith("MLM") || category.startsWith("MLC"));
    }

    @Test
    void shouldCountTheFewestCalls() {
        Load load = new Load(1, 100_000, List.of("MLA"));

        // 20 items a call, every category and currency there is, and 20 sellers a call.
        assertThat(load.leastCalls()).isBetween(5_000 + 990 + 8 + 495L, 5_000 + 1_000 + 8 + 500L);
    }

    @Test
    void shouldWriteALineForEachItem() throws Exception {
        Path file = folder.resolve("load.csv");
        Load load = Load.measured(1, 3);

        load.write(file);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "site,id",
                        "MLB," + load.line(1).id(),
                        "MLA," + load.line(2).id(),
                        "MLB," + load.line(3).id());
    }
}
