package io.multiget.contract;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a line: one record of the rows topic, one row of the table (D11). */
public sealed interface RowOutcome {
    RowKey key();

    long line();

    int attempt();

    /** The output's columns by name; a column that is not here is null in the table. */
    Map<String, @Nullable Object> columns();

    Instant updatedAt();

    /** The line has its answers. */
    record Enriched(RowKey key, long line, int attempt, Map<String, @Nullable Object> columns, Instant updatedAt)
            implements RowOutcome {
        public Enriched {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /**
     * The line has a reason instead.
     *
     * @param columns what the line itself says, as far as it could be read
     * @param raw the line as it stood in the file
     * @param tries how often the stage that rejected it asked; 0 at input
     */
    record Rejected(
            RowKey key,
            long line,
            int attempt,
            Map<String, @Nullable Object> columns,
            Reject reject,
            String raw,
            int tries,
            Instant updatedAt)
            implements RowOutcome {
        public Rejected {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }
}
