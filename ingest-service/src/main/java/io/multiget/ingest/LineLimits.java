package io.multiget.ingest;

/**
 * What one input line may cost; a line beyond is rejected, and the next is read.
 *
 * @param bytes longest record, line ends within quotes included
 * @param columns most columns
 */
public record LineLimits(int bytes, int columns) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_COLUMNS = 10_000;

    static LineLimits from(Settings settings) {
        return new LineLimits(
                settings.integer("MULTIGET_MAX_LINE_BYTES", 64 << 10, 128, MOST_BYTES),
                settings.integer("MULTIGET_MAX_COLUMNS", 64, 1, MOST_COLUMNS));
    }
}
