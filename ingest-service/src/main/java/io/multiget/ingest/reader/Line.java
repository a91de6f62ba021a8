package io.multiget.ingest.reader;

import java.util.Map;

/**
 * One input line: valid, or rejected with the reason. Header and blank lines never become one.
 *
 * <p>All text in it can be stored in Postgres as it is: no NUL, no lone surrogate.
 */
public sealed interface Line {
    /** Numbers the file's records from 1; the header and blank lines have none. */
    long row();

    /** Where the record starts in the file, as an editor counts, from 1. */
    long line();

    /**
     * The line as it stood in the file, line breaks at its end left off. Control characters other than the tab are
     * written like {@code \u0000}, bytes that are no text like {@code \xE9}; of a line beyond the limit there are the
     * first {@value RecordText#LONGEST_PREFIX} characters and an ellipsis.
     */
    String raw();

    /**
     * The pipeline's columns by name, normalised and checked: {@link String}, {@link Long}, {@link
     * java.math.BigDecimal} or {@link Boolean}; a timestamp is a string as {@link java.time.Instant} prints it. The
     * map belongs to who holds the line.
     */
    Map<String, Object> columns();

    /** A line that has all its columns. */
    record Valid(long row, long line, String raw, Map<String, Object> columns) implements Line {}

    /**
     * A line that cannot be asked about.
     *
     * @param code one word of the closed list of stage {@code input}
     * @param reason a sentence for a person, naming the column and the value
     * @param columns those that could be read
     */
    record Rejected(long row, long line, String raw, String code, String reason, Map<String, Object> columns)
            implements Line {}
}
