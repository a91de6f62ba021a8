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
    private static final List<String> SITES = List.of("MLA", "MLB");

    @TempDir
    Path folder;

    @Test
    void shouldAskAboutNoItemTwice() {
        Set<String> items = new HashSet<>();
        for (long seed : new long[] {0, 1, 89}) {
            new Load(seed, 100_000, SITES).forEach(line -> items.add(line.site() + line.id()));
        }

        assertThat(items).hasSize(300_000);
    }

    @Test
    void shouldHoldOrdinaryItemsOnly() {
        new Load(3, 10_000, SITES)
                .forEach(line -> assertThat(Fate.of(line.site() + line.id())).isEqualTo(Fate.ORDINARY));
    }

    @Test
    void shouldNotKnowACategoryOfAnotherSite() {
        Set<String> categories = new HashSet<>();
        new Load(1, 5_000, List.of("MLM"))
                .forEach(line -> line.item().ifPresent(item -> categories.add(String.valueOf(item.categoryId()))));

        assertThat(categories).isNotEmpty().allMatch(category -> category.startsWith("MLM"));
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
        Load load = new Load(1, 3, SITES);

        load.write(file);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "site,id",
                        "MLB," + load.line(1).id(),
                        "MLA," + load.line(2).id(),
                        "MLB," + load.line(3).id());
    }
}
