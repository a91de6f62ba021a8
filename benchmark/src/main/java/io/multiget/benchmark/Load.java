package io.multiget.benchmark;

import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.SimulatedCatalog;
import io.multiget.simulator.catalog.SimulatedItem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file of distinct items, and what the simulated API says about each. A pure function of its seed and size.
 *
 * @param seed from 0; loads of seeds that differ by less than 90 have no item in common
 * @param sites of the items, in turn; items of different sites have no category in common
 */
record Load(long seed, int lines, List<String> sites) {
    static final int MOST_LINES = 10_000_000;
    static final int BATCH = 20;

    private static final long FIRST = 100_000_000L;
    private static final long NUMBERS = 900_000_000L;

    /** No common divisor with {@link #NUMBERS}, so that the numbers come in no order and none comes twice. */
    private static final long STEP = 618_033_989L;

    private static final List<String> SITES = List.of("MLA", "MLB");
    private static final List<String> SITES_OF_WARM_UP = List.of("MLM", "MLC");

    private static final SimulatedCatalog CATALOG = new SimulatedCatalog(CatalogSettings.DEFAULT);

    Load {
        if (lines < 0 || lines > MOST_LINES) {
            throw new IllegalArgumentException("lines must be in 0.." + MOST_LINES + ", was " + lines);
        }
    }

    /** To be measured. */
    static Load measured(long seed, int lines) {
        return new Load(seed, lines, SITES);
    }

    /** For before: no item and no category of it is in a load that is measured. */
    static Load warmUp(long seed, int lines) {
        return new Load(seed, lines, SITES_OF_WARM_UP);
    }

    /** One line: what is asked, and what the API says. */
    record Line(long row, String site, long id, Optional<SimulatedItem> item) {
        SimulatedCatalog catalog() {
            return CATALOG;
        }
    }

    Line line(long row) {
        long number = FIRST + Math.floorMod(row + seed * MOST_LINES, NUMBERS) * STEP % NUMBERS;
        String site = sites.get((int) (row % sites.size()));
        return new Line(row, site, number, CATALOG.item(site + number));
    }

    void forEach(Consumer<Line> what) {
        for (long row = 1; row <= lines; row++) {
            what.accept(line(row));
        }
    }

    void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("site,id\n");
            for (long row = 1; row <= lines; row++) {
                Line line = line(row);
                out.write(line.site() + "," + line.id() + "\n");
            }
        }
    }

    /** The fewest calls that can answer it, with nothing known before. */
    long leastCalls() {
        Set<String> categories = new HashSet<>();
        Set<String> currencies = new HashSet<>();
        Set<Long> sellers = new HashSet<>();
        forEach(line -> line.item().ifPresent(item -> {
            if (item.categoryId() != null) {
                categories.add(item.categoryId());
            }
            currencies.add(item.currencyId());
            sellers.add(item.sellerId());
        }));
        return calls(lines) + categories.size() + currencies.size() + calls(sellers.size());
    }

    private static long calls(long keys) {
        return (keys + BATCH - 1) / BATCH;
    }
}
