package io.multiget.runner.ledger;

/**
 * One line of a workload.
 *
 * @param row as the table numbers it
 * @param line as an editor numbers it
 */
public record PlannedLine(long row, long line, String text, Expected expected) {}
