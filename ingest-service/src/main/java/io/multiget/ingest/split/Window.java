package io.multiget.ingest.split;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * How many lines of an upload may be in the topology at once (D4). Unless it is fixed it follows the observed rate: about
 * two seconds of work, on top of what is under way however short the queue is. Owned by whoever locks it; time is told.
 *
 * <p>Why the latency counts: progress is told about once a second, so with two seconds of work alone a slow word from the
 * topology would look like a slow topology, the window would shrink, and the rate with it.
 */
final class Window {
    private static final long FIRST = 20_000;
    private static final long LEAST = 2_000;
    private static final long MOST = 200_000;
    private static final double WORK_SECONDS = 2;
    private static final double LONGEST_LATENCY_SECONDS = 5;
    /** How much of the newest measurement is believed. */
    private static final double WEIGHT = 0.3;
    /** After so long without a word the rate is measured as falling. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int MOST_MARKS = 64;
    private static final double NANOS_PER_SECOND = 1e9;

    /** So many lines were admitted at this time. */
    private record Mark(long admitted, long nanos) {}

    private final OptionalInt fixed;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long finished;
    private long finishedAt;
    private boolean watching;
    private double rate = -1;
    private double latency = -1;

    Window(OptionalInt fixed) {
        this.fixed = fixed;
    }

    /** Lines that may be in the topology now. */
    long size() {
        if (fixed.isPresent()) {
            return fixed.getAsInt();
        }
        if (rate < 0 || latency < 0) {
            return FIRST;
        }
        double work = rate * (WORK_SECONDS + Math.min(latency, LONGEST_LATENCY_SECONDS));
        return Math.max(LEAST, Math.min(MOST, Math.round(work)));
    }

    /** Lines have been admitted. */
    void admitted(long total, long nanos) {
        if (marks.size() < MOST_MARKS) {
            marks.addLast(new Mark(total, nanos));
        }
    }

    /** This is how far the topology is; asked a few times a second. */
    void observe(long admittedTotal, long finishedTotal, long nanos) {
        measureLatency(finishedTotal, nanos);
        if (!watching || finishedTotal == finished && admittedTotal == finishedTotal) {
            // Idle: no work, no rate.
            restart(finishedTotal, nanos);
        } else if (finishedTotal > finished || nanos - finishedAt > SILENCE_NANOS) {
            measureRate(finishedTotal, nanos);
        }
    }

    private void restart(long finishedTotal, long nanos) {
        watching = true;
        finished = finishedTotal;
        finishedAt = nanos;
    }

    private void measureRate(long finishedTotal, long nanos) {
        double seconds = (nanos - finishedAt) / NANOS_PER_SECOND;
        if (seconds <= 0) {
            return;
        }
        double measured = (finishedTotal - finished) / seconds;
        double weight = Math.min(1, WEIGHT * Math.max(1, seconds));
        rate = rate < 0 ? measured : rate + weight * (measured - rate);
        restart(finishedTotal, nanos);
    }

    private void measureLatency(long finishedTotal, long nanos) {
        while (!marks.isEmpty() && marks.getFirst().admitted() <= finishedTotal) {
            double seconds = (nanos - marks.removeFirst().nanos()) / NANOS_PER_SECOND;
            latency = latency < 0 ? seconds : Math.min(latency, seconds);
        }
    }
}
