package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExampleItemsTest {
    private static final Path FILE = Path.of("..", "examples", "items.csv");
    private static final Pattern GOOD = Pattern.compile("ML[AB],[1-9]\\d{8,11}");

    private final List<String> rows = ExampleItems.lines().subList(1, ExampleItems.LINES + 1);
    private final List<String> good =
            rows.stream().filter(row -> GOOD.matcher(row).matches()).toList();

    @Test
    void shouldBeTheFileInTheRepository() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(String.join("\n", ExampleItems.lines()) + "\n");
    }

    @Test
    void shouldHaveFiveBadLines() {
        assertThat(rows).hasSize(2000);
        assertThat(rows.stream().filter(row -> !good.contains(row))).containsExactlyElementsOf(ExampleItems.BAD_LINES);
    }

    @Test
    void shouldMissAboutAThirdOfTheItems() {
        SimulatedCatalog catalog = new SimulatedCatalog(CatalogSettings.DEFAULT);

        long missing = good.stream()
                .filter(row -> catalog.item(row.replace(",", "")).isEmpty())
                .count();

        assertThat(missing).isBetween(500L, 700L);
    }

    @Test
    void shouldRepeatSomeItems() {
        assertThat(good.size() - good.stream().distinct().count()).isBetween(20L, 40L);
    }

    @Test
    void shouldHoldNoFateThatFails() {
        assertThat(good.stream().map(Fate::of).distinct())
                .containsExactlyInAnyOrder(Fate.ORDINARY, Fate.NO_PRICE, Fate.THROTTLED_TWICE);
        assertThat(good.stream().filter(row -> Fate.of(row) == Fate.THROTTLED_TWICE))
                .hasSize(4);
        assertThat(good.stream().filter(row -> Fate.of(row) == Fate.NO_PRICE)).hasSizeGreaterThan(15);
    }
}
