package io.multiget.enricher.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Collects keys that may share a call until there are enough, or one has waited long enough. Owned by one thread. */
final class Batcher {
    private record Waiting(AskedKey key, long since) {}

    private final int size;
    private final long lingerNanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    Batcher(int size, long lingerNanos) {
        this.size = size;
        this.lingerNanos = lingerNanos;
    }

    void add(AskedKey key, long now) {
        waiting.add(new Waiting(key, now));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** When the keys at hand go out even if more would fit; nonsense when empty. */
    long dueAt() {
        return waiting.size() >= size ? Long.MIN_VALUE : waiting.element().since() + lingerNanos;
    }

    boolean isDue(long now) {
        return !isEmpty() && dueAt() <= now;
    }

    /** The next call's keys, the longest waiting first; those that nobody waits for any more are dropped into {@code forgotten}. */
    List<AskedKey> take(List<AskedKey> forgotten) {
        List<AskedKey> batch = new ArrayList<>(Math.min(size, waiting.size()));
        while (batch.size() < size && !waiting.isEmpty()) {
            AskedKey key = waiting.remove().key();
            (key.isForgotten() ? forgotten : batch).add(key);
        }
        return batch;
    }
}
