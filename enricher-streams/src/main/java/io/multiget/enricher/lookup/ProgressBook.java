package io.multiget.enricher.lookup;

import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The task's counters, in the same transaction as the records they count (D6). Every processor of the task has one of its
 * own over the same store. Owned by one stream thread.
 */
final class ProgressBook {
    private final KeyValueStore<AttemptKey, Progress> store;

    ProgressBook(KeyValueStore<AttemptKey, Progress> store) {
        this.store = store;
    }

    /** @param now in epoch milliseconds */
    void update(AttemptKey attempt, long now, Consumer<Progress> change) {
        Progress progress = store.get(attempt);
        if (progress == null) {
            progress = new Progress();
        }
        change.accept(progress);
        progress.touchedAt = now;
        store.put(attempt, progress);
    }

    KeyValueIterator<AttemptKey, Progress> all() {
        return store.all();
    }

    void forget(AttemptKey attempt) {
        store.delete(attempt);
    }
}
