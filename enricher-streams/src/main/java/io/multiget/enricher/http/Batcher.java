package io.multiget.enricher.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Collects one lookup's keys until there are enough for a call, or the first has waited long enough: its linger, or while
 * more keys are on their way a good deal longer. Which keys share a call is decided when it goes out, so that those that
 * were given up meanwhile leave no gap. No operation but {@link #forget} takes longer for more keys. Owned by one thread.
 */
final class Batcher {
    /** Keys may share a call when nothing but the key is different in its URL. */
    private record Route(String path, String query) {}

    /** @param number over all lines, in the order in which keys came */
    private record Place(long number, long since) {}

    /** The keys of one route that wait, the oldest first. */
    private static final class Line {
        private final Route route;
        private final Map<AskedKey, Place> places = new LinkedHashMap<>();

        private Line(Route route) {
            this.route = route;
        }

        private Place oldest() {
            return places.values().iterator().next();
        }
    }

    /** For a lookup that asks about one key at a time: what need not share a call may wait in one line. */
    private static final Route ALONE = new Route("", "");

    private final int size;
    private final long lingerNanos;
    private final LongSupplier quietAt;

    private final Map<Route, Line> lines = new HashMap<>();

    /** The lines in the order in which they are due. */
    private final TreeSet<Line> byAge = byAge();

    /** Those of them that have enough for a call. */
    private final TreeSet<Line> full = byAge();

    private long keysSoFar;
    private int lingering;
    private int complete;

    /**
     * @param size 1 for a lookup that asks about one key at a time: nothing waits for company then
     * @param quietAt from when on no more keys are on their way
     */
    Batcher(int size, long lingerNanos, LongSupplier quietAt) {
        this.size = size;
        this.lingerNanos = lingerNanos;
        this.quietAt = quietAt;
    }

    private static TreeSet<Line> byAge() {
        return new TreeSet<>(Comparator.comparingLong(line -> line.oldest().number()));
    }

    void add(AskedKey key, long now) {
        Line line = lines.computeIfAbsent(route(key), Line::new);
        change(line, places -> places.put(key, new Place(keysSoFar++, now)));
    }

    private Route route(AskedKey key) {
        return size == 1
                ? ALONE
                : new Route(key.question().path(), key.question().query());
    }

    /** Gives up this key; false when it is not here. */
    boolean remove(AskedKey key) {
        Line line = lines.get(route(key));
        if (line == null || !line.places.containsKey(key)) {
            return false;
        }
        change(line, places -> places.remove(key));
        return true;
    }

    /** Gives up the keys that nobody waits for. */
    void forget(Consumer<AskedKey> told) {
        for (Line line : List.copyOf(lines.values())) {
            List<AskedKey> unwanted =
                    line.places.keySet().stream().filter(AskedKey::isForgotten).toList();
            unwanted.forEach(told);
            change(line, places -> unwanted.forEach(places::remove));
        }
    }

    /** A line's age and length are what it is found by, so it is taken out as long as they change. */
    private void change(Line line, Consumer<Map<AskedKey, Place>> what) {
        if (!line.places.isEmpty()) {
            byAge.remove(line);
            full.remove(line);
            count(line, -1);
        }
        what.accept(line.places);
        if (line.places.isEmpty()) {
            lines.remove(line.route);
            return;
        }
        byAge.add(line);
        if (line.places.size() >= size) {
            full.add(line);
        }
        count(line, 1);
    }

    private void count(Line line, int sign) {
        int rest = line.places.size() % size;
        lingering += sign * rest;
        complete += sign * (line.places.size() - rest);
    }

    /** Keys that wait for others to share a call with. */
    int lingering() {
        return lingering;
    }

    /** Keys whose call is full. */
    int complete() {
        return complete;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** When {@link #take} gives something; {@code Long.MAX_VALUE} when empty. */
    long dueAt() {
        if (!full.isEmpty()) {
            return Long.MIN_VALUE;
        }
        return byAge.isEmpty() ? Long.MAX_VALUE : oldestDueAt();
    }

    /** The keys of the next call: of the line whose first key has waited longest, of those that are due. */
    Optional<List<AskedKey>> take(long now) {
        if (!byAge.isEmpty() && oldestDueAt() <= now) {
            return takeEarly();
        }
        return full.isEmpty() ? Optional.empty() : Optional.of(take(full.first()));
    }

    /** The keys that have waited longest, due or not. */
    Optional<List<AskedKey>> takeEarly() {
        return byAge.isEmpty() ? Optional.empty() : Optional.of(take(byAge.first()));
    }

    private List<AskedKey> take(Line line) {
        List<AskedKey> taken = new ArrayList<>(size);
        change(line, places -> {
            Iterator<AskedKey> oldest = places.keySet().iterator();
            while (taken.size() < size && oldest.hasNext()) {
                taken.add(oldest.next());
                oldest.remove();
            }
        });
        return taken;
    }

    private long oldestDueAt() {
        long since = byAge.first().oldest().since();
        long latest = since + MoreToCome.longestWait(lingerNanos);
        return Math.min(latest, Math.max(since + lingerNanos, quietAt.getAsLong()));
    }
}
