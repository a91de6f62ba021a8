package io.multiget.enricher.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Collects one lookup's keys until there are enough for a call, or the first has waited long enough: its linger, or while
 * more keys are on their way a good deal longer. Every operation takes constant time, however many keys or paths there
 * are. Owned by one thread.
 */
final class Batcher {
    /** Keys may share a call when nothing but the key is different in its URL. */
    private record Route(String path, String query) {}

    private record Gathering(List<AskedKey> keys, long since) {}

    private final int size;
    private final long lingerNanos;
    private final LongSupplier quietAt;

    /** In the order in which they began, which is the order in which they are due. */
    private final Map<Route, Gathering> open = new LinkedHashMap<>();

    private final Deque<Gathering> full = new ArrayDeque<>();

    /** Keys in all that is open. */
    private int lingering;

    /**
     * @param size 1 for a lookup that asks about one key at a time: nothing waits for company then
     * @param quietAt from when on no more keys are on their way
     */
    Batcher(int size, long lingerNanos, LongSupplier quietAt) {
        this.size = size;
        this.lingerNanos = lingerNanos;
        this.quietAt = quietAt;
    }

    void add(AskedKey key, long now) {
        if (size == 1) {
            full.add(new Gathering(List.of(key), now));
            return;
        }
        Route route = new Route(key.question().path(), key.question().query());
        Gathering gathering = open.computeIfAbsent(route, r -> new Gathering(new ArrayList<>(size), now));
        gathering.keys().add(key);
        lingering++;
        if (gathering.keys().size() == size) {
            open.remove(route);
            full.add(gathering);
            lingering -= size;
        }
    }

    /** Gives up keys that nobody waits for; a full call is given up whole or not at all. */
    void forget(Consumer<AskedKey> told) {
        open.values().removeIf(gathering -> {
            lingering -= forget(gathering.keys(), told);
            return gathering.keys().isEmpty();
        });
        full.removeIf(gathering -> {
            boolean unwanted = gathering.keys().stream().allMatch(AskedKey::isForgotten);
            if (unwanted) {
                gathering.keys().forEach(told);
            }
            return unwanted;
        });
    }

    private static int forget(List<AskedKey> keys, Consumer<AskedKey> told) {
        List<AskedKey> unwanted = keys.stream().filter(AskedKey::isForgotten).toList();
        unwanted.forEach(told);
        keys.removeAll(unwanted);
        return unwanted.size();
    }

    /** Keys that wait for others to share a call with. */
    int lingering() {
        return lingering;
    }

    /** Keys whose call is full. */
    int complete() {
        return full.size() * size;
    }

    boolean isEmpty() {
        return full.isEmpty() && open.isEmpty();
    }

    /** When {@link #take} gives something; {@code Long.MAX_VALUE} when empty. */
    long dueAt() {
        if (!full.isEmpty()) {
            return Long.MIN_VALUE;
        }
        return open.isEmpty() ? Long.MAX_VALUE : oldestDueAt();
    }

    /** The keys of the next call: whichever of those that are due began first. */
    Optional<List<AskedKey>> take(long now) {
        return openBeganFirst() && oldestDueAt() <= now ? takeOpen() : takeFull();
    }

    /** The keys that began first, due or not. */
    Optional<List<AskedKey>> takeEarly() {
        return openBeganFirst() ? takeOpen() : takeFull();
    }

    private boolean openBeganFirst() {
        return !open.isEmpty()
                && (full.isEmpty() || oldestOpen().since() <= full.element().since());
    }

    private Optional<List<AskedKey>> takeOpen() {
        Iterator<Gathering> gatherings = open.values().iterator();
        Gathering oldest = gatherings.next();
        gatherings.remove();
        lingering -= oldest.keys().size();
        return Optional.of(oldest.keys());
    }

    private Optional<List<AskedKey>> takeFull() {
        return Optional.ofNullable(full.poll()).map(Gathering::keys);
    }

    private long oldestDueAt() {
        long since = oldestOpen().since();
        long latest = since + MoreToCome.longestWait(lingerNanos);
        return Math.min(latest, Math.max(since + lingerNanos, quietAt.getAsLong()));
    }

    private Gathering oldestOpen() {
        return open.values().iterator().next();
    }
}
