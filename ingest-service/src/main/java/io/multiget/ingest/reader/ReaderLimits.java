package io.multiget.ingest.reader;

/**
 * What a file may cost.
 *
 * @param lineBytes longest record, line breaks in quotes included, in bytes (of UTF-8 where the file is UTF-16). A
 *     longer line is rejected; also how far the end of a quoted field is looked for, and with the buffer (four times as
 *     much) the memory of a reader
 * @param columns most cells of a line
 * @param inflatedBytes largest content of a compressed file
 * @param inflationRatio most bytes of content for each byte of a compressed file, judged once there are some megabytes
 */
public record ReaderLimits(int lineBytes, int columns, long inflatedBytes, long inflationRatio) {
    /** 64 KiB, 64 columns, 10 GiB, 200:1. */
    public static final ReaderLimits DEFAULT = new ReaderLimits(64 << 10, 64, 10L << 30, 200);

    public ReaderLimits {
        atLeastOne("lineBytes", lineBytes);
        atLeastOne("columns", columns);
        atLeastOne("inflatedBytes", inflatedBytes);
        atLeastOne("inflationRatio", inflationRatio);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }
}
