package io.multiget.simulator;

import java.time.Duration;

/**
 * Counts the calls that come although a Retry-After that was sent is not over.
 *
 * <p>Calls that were on their way when it was sent are not to blame: those of the first {@link #GRACE} are counted
 * apart. Owned by the event loop.
 */
final class RetryAfterWatch {
    static final Duration GRACE = Duration.ofMillis(100);

    /** A longer pause is a fault to be clamped by the client, not one to be kept. */
    private static final long LONGEST_SECONDS = 120;

    private long pausedUntil = Long.MIN_VALUE;
    private long graceUntil = Long.MIN_VALUE;
    private long early;
    private long onTheirWay;

    /** The pause a header asks for, where it is a sensible number of seconds; else zero. */
    static Duration pauseOf(String header) {
        if (!header.matches("\\d{1,9}")) {
            return Duration.ZERO;
        }
        long seconds = Long.parseLong(header);
        return seconds > LONGEST_SECONDS ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    void sent(Duration pause, long now) {
        if (pause.isZero()) {
            return;
        }
        if (now >= pausedUntil) {
            graceUntil = now + GRACE.toNanos();
        }
        pausedUntil = Math.max(pausedUntil, now + pause.toNanos());
    }

    void arrived(long now) {
        if (now < pausedUntil) {
            early += now >= graceUntil ? 1 : 0;
            onTheirWay += now < graceUntil ? 1 : 0;
        }
    }

    long early() {
        return early;
    }

    long onTheirWay() {
        return onTheirWay;
    }

    void reset() {
        early = 0;
        onTheirWay = 0;
    }
}
