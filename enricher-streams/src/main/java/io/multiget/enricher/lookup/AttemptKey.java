package io.multiget.enricher.lookup;

import io.multiget.contract.RecordEvent;
import java.util.UUID;

/** One attempt of an upload: what counters are kept for. */
record AttemptKey(UUID upload, int attempt) {
    static AttemptKey of(RecordEvent event) {
        return new AttemptKey(event.upload(), event.attempt());
    }
}
