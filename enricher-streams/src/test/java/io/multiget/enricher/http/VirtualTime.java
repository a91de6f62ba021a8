package io.multiget.enricher.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only from one event to the next; both clocks of a JVM read it. */
final class VirtualTime implements InstantSource {
    private record Event(long at, long order, Runnable what) {}

    /** Any moment but 0, as the clock of a JVM may stand anywhere, below zero too. */
    private static final long START = -1_000_000_000_000L;

    private static final Instant WALL_START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now = START;
    private long orders;

    /** In nanoseconds, monotonic. */
    long now() {
        return now;
    }

    /** The moment so long after the start. */
    static long after(Duration sinceStart) {
        return START + sinceStart.toNanos();
    }

    /** A moment as a person reads it. */
    static double millis(long at) {
        return (at - START) / 1e6;
    }

    @Override
    public Instant instant() {
        return WALL_START.plusNanos(now - START);
    }

    @Override
    public long millis() {
        return WALL_START.toEpochMilli() + (now - START) / 1_000_000;
    }

    /** What is due at once happens after all that was planned for this moment before. */
    void at(long at, Runnable what) {
        events.add(new Event(Math.max(at, now), orders++, what));
    }

    /** Goes on to the next event; false when there is none until then. */
    boolean step(long end) {
        if (events.isEmpty() || events.element().at() > end) {
            return false;
        }
        Event next = events.remove();
        now = next.at();
        next.what().run();
        return true;
    }
}
