package io.multiget.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One valid input line, on its way to be enriched.
 *
 * @param attempt 1 for the upload itself, one more with each replay
 * @param row numbers the upload's records from 1; with {@code upload} the table's key
 * @param line where the record starts in the file, as an editor counts, from 1
 * @param raw the line as it stood in the file
 * @param columns the input's columns by name, normalised and checked: {@link String}, {@link Long},
 *     {@link java.math.BigDecimal} or {@link Boolean}; a timestamp is a string as {@link java.time.Instant} prints it
 * @param last whether it is the file's last line: as long as it has not come, calls that are not full wait for company.
 *     No line may say so, when the last one is no record
 */
public record RecordEvent(
        UUID upload, int attempt, long row, long line, String raw, Map<String, Object> columns, boolean last) {
    public RecordEvent {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The table's key of this line. */
    public RowKey key() {
        return new RowKey(upload, row);
    }
}
