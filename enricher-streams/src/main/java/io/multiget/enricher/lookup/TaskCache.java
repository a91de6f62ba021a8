package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.pipeline.Lookup;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** For a lookup whose key is the record's: equal keys meet in one task, so its own store serves (D3). */
final class TaskCache extends AnswerCache {
    private final KeyValueStore<String, LookupAnswer> store;

    TaskCache(Lookup lookup, KeyValueStore<String, LookupAnswer> store, CacheMeter meter) {
        super(lookup, meter);
        this.store = store;
    }

    @Override
    void put(String key, LookupAnswer answer) {
        store.put(key, answer);
    }

    @Override
    @Nullable
    Kept read(String key, long now) {
        LookupAnswer answer = store.get(key);
        return answer == null ? null : new Kept(answer, CacheMeter.Layer.TASK);
    }

    @Override
    Optional<String> anyFound() {
        try (KeyValueIterator<String, LookupAnswer> all = store.all()) {
            return firstFound(all).map(entry -> entry.key);
        }
    }

    /** Looks at a few entries only: this is a convenience at start, not worth a scan. */
    static <K> Optional<KeyValue<K, LookupAnswer>> firstFound(KeyValueIterator<K, LookupAnswer> entries) {
        for (int i = 0; i < 100 && entries.hasNext(); i++) {
            KeyValue<K, LookupAnswer> entry = entries.next();
            if (entry.value.found()) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
