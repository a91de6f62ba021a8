package io.multiget.runner.fault;

import java.time.Duration;

/**
 * What a proxy does to the bytes that pass it. Immutable.
 *
 * @param latency of every piece, this much more or less than the jitter
 * @param bytesPerSecond of each connection and direction; 0 for no limit
 * @param slice the most bytes written at once, drawn anew for each write; 0 for whole pieces
 * @param cutAfter bytes of one direction of a connection, after which it is reset; 0 for never
 * @param closeDelay how much later one side hears that the other has closed
 * @param flap how long the wire is down and then up again, by turns; zero for steady
 */
record Wire(
        Flow flow,
        Duration latency,
        Duration jitter,
        int bytesPerSecond,
        int slice,
        int cutAfter,
        Duration closeDelay,
        Duration flap) {
    /** Nothing is done to the bytes. */
    static final Wire CLEAR = new Wire(Flow.OPEN, Duration.ZERO, Duration.ZERO, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    /** Every connection is reset, and every new one at once. */
    static final Wire DOWN = CLEAR.with(Flow.RESET);

    /** Half-open: connections are accepted and stay, and nothing passes until the wire changes. */
    static final Wire SILENT = CLEAR.with(Flow.HELD);

    /** Whether bytes flow at all. */
    enum Flow {
        OPEN,
        HELD,
        RESET
    }

    private Wire with(Flow newFlow) {
        return new Wire(newFlow, latency, jitter, bytesPerSecond, slice, cutAfter, closeDelay, flap);
    }

    static Wire slow(Duration latency, Duration jitter) {
        return new Wire(Flow.OPEN, latency, jitter, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    static Wire narrow(int bytesPerSecond) {
        return new Wire(Flow.OPEN, Duration.ZERO, Duration.ZERO, bytesPerSecond, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    static Wire sliced(int most) {
        return new Wire(Flow.OPEN, Duration.ZERO, Duration.ZERO, 0, most, 0, Duration.ZERO, Duration.ZERO);
    }

    static Wire cutAfter(int bytes) {
        return new Wire(Flow.OPEN, Duration.ZERO, Duration.ZERO, 0, 0, bytes, Duration.ZERO, Duration.ZERO);
    }

    static Wire closingLate(Duration delay) {
        return new Wire(Flow.OPEN, Duration.ZERO, Duration.ZERO, 0, 0, 0, delay, Duration.ZERO);
    }

    static Wire flapping(Duration turn) {
        return new Wire(Flow.OPEN, Duration.ZERO, Duration.ZERO, 0, 0, 0, Duration.ZERO, turn);
    }

    /** Whether what is short passes, and what is long may not, or not in time. */
    boolean stopsLongAnswers() {
        return cutAfter > 0 || bytesPerSecond > 0;
    }

    /** What holds so long after the wire became what it is. */
    Flow flowAfter(Duration age) {
        if (flap.isZero()) {
            return flow;
        }
        return age.toNanos() / flap.toNanos() % 2 == 0 ? Flow.RESET : Flow.OPEN;
    }
}
