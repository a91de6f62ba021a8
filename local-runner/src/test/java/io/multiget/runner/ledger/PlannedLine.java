package io.multiget.runner.ledger;

import io.multiget.simulator.catalog.Fate;

/**
 * One line of a workload.
 *
 * @param row as the table numbers it
 * @param line as an editor numbers it
 */
public record PlannedLine(long row, long line, String text, Expected expected) {
    /** Of the item that it asks about, as the simulator sees it; ordinary for what is no item. */
    Fate fate() {
        return Fate.of(text.replace(",", ""));
    }

    PlannedLine expecting(Expected other) {
        return new PlannedLine(row, line, text, other);
    }
}
