package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.Lookup;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** For a lookup that every task needs: read from the global store, written through the shared topic (D3). */
final class SharedCache extends AnswerCache {
    private static final String LAST = "\uffff";

    private final ReadOnlyKeyValueStore<LookupKey, LookupAnswer> store;
    private final SharedAnswers recent;
    private final BiConsumer<LookupKey, LookupAnswer> publish;

    /** @param publish sends an answer to the shared topic */
    SharedCache(
            Lookup lookup,
            ReadOnlyKeyValueStore<LookupKey, LookupAnswer> store,
            SharedAnswers recent,
            BiConsumer<LookupKey, LookupAnswer> publish,
            CacheMeter meter) {
        super(lookup, meter);
        this.store = store;
        this.recent = recent;
        this.publish = publish;
    }

    @Override
    void put(String key, LookupAnswer answer) {
        LookupKey shared = new LookupKey(lookup().name(), key);
        recent.put(shared, answer);
        publish.accept(shared, answer);
    }

    @Override
    @Nullable
    Kept read(String key, long now) {
        LookupKey shared = new LookupKey(lookup().name(), key);
        LookupAnswer near = recent.get(shared);
        if (near != null && isFresh(near, now)) {
            return new Kept(near, CacheMeter.Layer.RECENT);
        }
        LookupAnswer stored = store.get(shared);
        if (stored == null) {
            return null;
        }
        recent.put(shared, stored);
        return new Kept(stored, CacheMeter.Layer.SHARED);
    }

    @Override
    Optional<String> anyFound() {
        LookupKey first = new LookupKey(lookup().name(), "");
        LookupKey last = new LookupKey(lookup().name(), LAST);
        try (KeyValueIterator<LookupKey, LookupAnswer> all = store.range(first, last)) {
            return TaskCache.firstFound(all).map(entry -> entry.key.key());
        }
    }
}
