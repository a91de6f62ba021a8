package io.multiget.ingest.reader;

import java.util.Map;

/**
 * A place between two records, to go on from after a crash.
 *
 * @param row records before it
 * @param blank blank lines before it
 * @param line number of the physical line that comes next, from 1
 * @param offset bytes before it in the file; in a compressed file, bytes of its inflated content
 */
public record Position(long row, long blank, long line, long offset) {
    /** Before everything, a byte order mark and a header included. */
    public static final Position START = new Position(0, 0, 1, 0);

    /** The position as it is kept in an upload's checkpoint; the inverse is {@link #from}. */
    public Map<String, Long> toMap() {
        return Map.of("row", row, "blank", blank, "line", line, "byte", offset);
    }

    /** Reads what {@link #toMap} wrote; an empty map is {@link #START}. Other entries are ignored. */
    public static Position from(Map<String, Long> checkpoint) {
        return new Position(
                checkpoint.getOrDefault("row", START.row),
                checkpoint.getOrDefault("blank", START.blank),
                checkpoint.getOrDefault("line", START.line),
                checkpoint.getOrDefault("byte", START.offset));
    }
}
