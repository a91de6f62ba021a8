package io.multiget.ingest.split;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * How many lines of an upload may be in the topology at once (D4). Unless it is fixed it follows the observed rate: about
 * two seconds of work, on top of what is under way however short the queue is. Owned by whoever locks it; time is told.
 *
 * <p>Why the latency counts: progress is told about twice a second, so with two seconds of work alone a slow word from the
 * topology would look like a slow topology, the window would shrink, and the rate with it.
 */
final class Window {
    /** Where a window begins before anything is known: a second's work of a quick API, a minute's of a very slow one. */
    static final long FIRST = 5_000;

    /** A slow API's few lines a second must not keep a small upload waiting for minutes. */
    private static final long LEAST = 500;

    private static final long MOST = 200_000;
    private static final double WORK_SECONDS = 2;
    private static final double LONGEST_LATENCY_SECONDS = 5;
    /** The time over which the rate is measured: several words of the topology. */
    private static final long RATE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long SHORTEST_RATE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_MARKS = 64;
    private static final double NANOS_PER_SECOND = 1e9;

    /** So many lines, at this time. */
    private record Mark(long lines, long nanos) {}

    private final OptionalInt fixed;
    private final Deque<Mark> admitted = new ArrayDeque<>();
    /** By a clock that stands still while the topology has nothing to do: idle is not slow. */
    private final Deque<Mark> finished = new ArrayDeque<>();

    private long busyNanos;
    private long observedAt;
    private double latency = -1;
    private long size;

    /** @param first the size until the rate is known */
    Window(OptionalInt fixed, long first) {
        this.fixed = fixed;
        this.size = first;
    }

    /** Lines that may be in the topology now. */
    long size() {
        return fixed.isPresent() ? fixed.getAsInt() : size;
    }

    /** Lines are admitted, on top of so many before. */
    void admitted(long before, long nanos) {
        if (admitted.size() < MOST_MARKS) {
            admitted.addLast(new Mark(before, nanos));
        }
    }

    /** This is how far the topology is; asked a few times a second. */
    void observe(long admittedTotal, long finishedTotal, long nanos) {
        if (!finished.isEmpty()) {
            if (admittedTotal > finished.getLast().lines()) {
                busyNanos += nanos - observedAt;
            } else {
                finished.removeLast();
            }
        }
        observedAt = nanos;
        finished.addLast(new Mark(finishedTotal, busyNanos));
        while (busyNanos - finished.getFirst().nanos() > RATE_NANOS) {
            finished.removeFirst();
        }
        measureLatency(finishedTotal, nanos);
        follow();
    }

    private void follow() {
        Mark from = finished.getFirst();
        Mark to = finished.getLast();
        if (latency < 0 || to.nanos() - from.nanos() < SHORTEST_RATE_NANOS) {
            return;
        }
        double rate = (to.lines() - from.lines()) / ((to.nanos() - from.nanos()) / NANOS_PER_SECOND);
        double work = rate * (WORK_SECONDS + Math.min(latency, LONGEST_LATENCY_SECONDS));
        size = Math.max(LEAST, Math.min(MOST, Math.round(work)));
    }

    /** Until the first of the lines is finished. The shortest one counts: the others are the queue's. */
    private void measureLatency(long finishedTotal, long nanos) {
        while (!admitted.isEmpty() && admitted.getFirst().lines() < finishedTotal) {
            double seconds = (nanos - admitted.removeFirst().nanos()) / NANOS_PER_SECOND;
            latency = latency < 0 ? seconds : Math.min(latency, seconds);
        }
    }
}
