package io.multiget.contract.pipeline;

import java.util.List;
import java.util.Map;

/**
 * What lands.
 *
 * @param table an SQL name, quoted wherever it is used
 * @param notFound what becomes of a line whose key a lookup does not find; a lookup not named here rejects
 * @param columns besides the implicit ones of every table, in order
 */
public record Output(String table, Map<String, NotFound> notFound, List<OutputColumn> columns) {
    public Output {
        notFound = Map.copyOf(notFound);
        columns = List.copyOf(columns);
    }

    /** What becomes of the line. */
    public NotFound notFound(String lookup) {
        return notFound.getOrDefault(lookup, NotFound.REJECT);
    }

    /** What becomes of a line whose key is not found. */
    public enum NotFound {
        /** The line is rejected with code {@code not_found}. */
        REJECT,
        /** The lookup's fields are null, and the line goes on. */
        NULL
    }

    /** One column of the table. */
    public record OutputColumn(String name, Reference value, ValueType type) {}
}
