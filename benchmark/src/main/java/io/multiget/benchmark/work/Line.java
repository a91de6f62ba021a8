package io.multiget.benchmark.work;

/**
 * A line of the file.
 *
 * @param row counts lines from 1, the header not among them
 */
public record Line(long row, String site, long id) {
    /** As the API knows the item. */
    String itemId() {
        return site + id;
    }
}
