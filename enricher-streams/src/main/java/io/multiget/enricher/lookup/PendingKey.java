package io.multiget.enricher.lookup;

import io.multiget.contract.RecordEvent;
import java.util.UUID;

/** A line that waits for an answer; an attempt's line waits in a stage at most once. */
record PendingKey(UUID upload, int attempt, long row) {
    static PendingKey of(RecordEvent event) {
        return new PendingKey(event.upload(), event.attempt(), event.row());
    }

    AttemptKey attemptKey() {
        return new AttemptKey(upload, attempt);
    }
}
