package io.multiget.contract;

import java.util.List;

/**
 * The topics of one pipeline.
 *
 * @param records lines to enrich, keyed by what the first stage asks about; kept as far back as a replay reaches
 * @param rows each line's outcome, for the sink
 * @param lookups answers that every task needs (D3)
 * @param deadLetters records of these topics that nobody can read
 */
public record PipelineTopics(
        Topic<String, RecordEvent> records,
        Topic<RowKey, RowOutcome> rows,
        Topic<LookupKey, LookupAnswer> lookups,
        Topic<String, DeadLetter> deadLetters) {
    public List<Topic<?, ?>> all() {
        return List.of(records, rows, lookups, deadLetters);
    }
}
