package io.multiget.simulator;

import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@code examples/items.csv}: a header and 2,000 lines, the same in every run.
 *
 * <p>Most lines are ordinary items of the sites MLA and MLB, a third of them unknown to the simulator. Every
 * {@value #NO_PRICE_EVERY}th line is an item without a price, every {@value #REPEAT_EVERY}th repeats an earlier line,
 * {@value #THROTTLED} are throttled twice before they are found, and five are bad: see {@link #BAD_LINES}. To write the
 * file anew, run {@link #main} with its path.
 */
final class ExampleItems {
    static final int LINES = 2000;
    static final List<String> BAD_LINES =
            List.of("XYZ,712345678", ",723456789", ",1734567890", "MLA,7456b7890", "MLB,0");

    private static final int NO_PRICE_EVERY = 80;
    private static final int REPEAT_EVERY = 67;
    private static final int THROTTLED = 4;
    private static final int THROTTLED_EVERY = 450;
    private static final int BAD_EVERY = 390;
    private static final long LEAST_ID = 500_000_000L;
    private static final long MOST_ID = 1_900_000_000L;

    private ExampleItems() {}

    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("site,id");
        for (int row = 1; row <= LINES; row++) {
            lines.add(line(row, lines));
        }
        return lines;
    }

    private static String line(int row, List<String> before) {
        if (row % BAD_EVERY == 0) {
            return BAD_LINES.get(row / BAD_EVERY - 1);
        }
        if (row % THROTTLED_EVERY == 0) {
            return site(row) + "," + Fate.THROTTLED_TWICE.number(row);
        }
        if (row % NO_PRICE_EVERY == 0) {
            return site(row) + "," + Fate.NO_PRICE.number(row);
        }
        if (row % REPEAT_EVERY == 0) {
            return before.get(row - REPEAT_EVERY / 2);
        }
        return site(row) + "," + (LEAST_ID + Long.remainderUnsigned(draw("id", row), MOST_ID - LEAST_ID));
    }

    private static String site(int row) {
        return Long.remainderUnsigned(draw("site", row), 3) == 0 ? "MLB" : "MLA";
    }

    private static long draw(String what, int row) {
        return SimulatedCatalog.hash("example " + what + " " + row);
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), String.join("\n", lines()) + "\n");
    }
}
