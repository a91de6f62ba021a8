package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Every key that is asked about and has no result yet, by lookup, the oldest first. Owned by the engine. */
final class AskedKeys {
    private final Map<String, Map<String, AskedKey>> byLookup = new HashMap<>();
    private int size;

    @Nullable
    AskedKey find(Lookup lookup, String key) {
        return of(lookup).get(key);
    }

    void add(AskedKey key) {
        if (of(key.question().lookup()).put(key.question().key(), key) == null) {
            size++;
        }
    }

    void remove(AskedKey key) {
        if (of(key.question().lookup()).remove(key.question().key()) != null) {
            size--;
        }
    }

    boolean contains(AskedKey key) {
        return find(key.question().lookup(), key.question().key()) == key;
    }

    int size() {
        return size;
    }

    /** Whether nothing is asked of that lookup. */
    boolean isEmpty(Lookup lookup) {
        return of(lookup).isEmpty();
    }

    /** When the question was asked that has waited longest. */
    OptionalLong oldestSince(Lookup lookup) {
        Map<String, AskedKey> keys = of(lookup);
        return keys.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(keys.values().iterator().next().askedAt());
    }

    private Map<String, AskedKey> of(Lookup lookup) {
        return byLookup.computeIfAbsent(lookup.name(), name -> new LinkedHashMap<>());
    }
}
