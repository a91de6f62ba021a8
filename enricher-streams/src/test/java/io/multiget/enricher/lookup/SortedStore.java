package io.multiget.enricher.lookup;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that can be copied as it is. Like a real one it hands out and keeps copies of what may change, so
 * that nobody changes it behind its back.
 */
public final class SortedStore<K, V> implements KeyValueStore<K, V> {
    private final String name;
    private final NavigableMap<K, V> entries;
    private final UnaryOperator<V> copy;

    /** @param copy of a value; itself where it is immutable */
    SortedStore(String name, Comparator<? super K> order, UnaryOperator<V> copy) {
        this(name, new TreeMap<>(order), copy);
    }

    private SortedStore(String name, NavigableMap<K, V> entries, UnaryOperator<V> copy) {
        this.name = name;
        this.entries = entries;
        this.copy = copy;
    }

    /** The same entries, from now on apart. */
    SortedStore<K, V> fork() {
        return new SortedStore<>(name, new TreeMap<>(entries), copy);
    }

    @Override
    public @Nullable V get(K key) {
        V value = entries.get(key);
        return value == null ? null : copy.apply(value);
    }

    @Override
    public void put(K key, @Nullable V value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, copy.apply(value));
        }
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        V known = get(key);
        if (known == null) {
            put(key, value);
        }
        return known;
    }

    @Override
    public void putAll(List<KeyValue<K, V>> more) {
        more.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
        return iterate(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return iterate(entries);
    }

    private KeyValueIterator<K, V> iterate(NavigableMap<K, V> some) {
        Iterator<Map.Entry<K, V>> iterator = new TreeMap<>(some).entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public KeyValue<K, V> next() {
                Map.Entry<K, V> next = iterator.next();
                return KeyValue.pair(next.getKey(), copy.apply(next.getValue()));
            }

            @Override
            public K peekNextKey() {
                throw new UnsupportedOperationException("nobody peeks");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
