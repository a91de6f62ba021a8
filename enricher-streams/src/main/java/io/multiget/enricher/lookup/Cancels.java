package io.multiget.enricher.lookup;

import java.util.UUID;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Which attempts are cancelled, as far as this instance has heard. The global store is filled beside the tasks, in no order
 * with their records: one may hear of a cancel before, while or after it has an upload's lines.
 */
final class Cancels {
    private final ReadOnlyKeyValueStore<UUID, Integer> store;

    Cancels(ReadOnlyKeyValueStore<UUID, Integer> store) {
        this.store = store;
    }

    /** Whether the attempt is cancelled; one after a cancelled attempt is not. */
    boolean include(AttemptKey attempt) {
        Integer newest = store.get(attempt.upload());
        return newest != null && attempt.attempt() <= newest;
    }
}
