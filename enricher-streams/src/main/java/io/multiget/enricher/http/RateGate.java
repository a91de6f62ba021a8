package io.multiget.enricher.http;

import io.multiget.contract.pipeline.RateLimit;
import java.util.Optional;

/**
 * Spaces calls evenly: the generic cell rate algorithm (ITU-T I.371), with a little burst so that a late wake-up does
 * not cost throughput. In any window no more than the limit plus {@link #burst()} calls pass. Times are nanoseconds of
 * one monotonic clock. Owned by one thread.
 */
final class RateGate {
    /** How far a caller that slept too long may catch up. */
    private static final long CATCH_UP_NANOS = 20_000_000L;

    private final double nanosPerCall;
    private double theoreticalArrival;
    private boolean used;

    RateGate(Optional<RateLimit> limit) {
        this.nanosPerCall =
                limit.map(l -> (double) l.per().toNanos() / l.calls()).orElse(0.0);
    }

    /** Calls that may pass at once beyond the even spacing. */
    int burst() {
        return nanosPerCall == 0 ? Integer.MAX_VALUE : 1 + (int) (CATCH_UP_NANOS / nanosPerCall);
    }

    /** When the next call may pass; {@code now} or earlier: at once. */
    long nextAt(long now) {
        return used && nanosPerCall > 0 ? (long) Math.ceil(theoreticalArrival - CATCH_UP_NANOS) : now;
    }

    boolean isOpen(long now) {
        return nextAt(now) <= now;
    }

    /** A call passes; ask {@link #isOpen} first. */
    void pass(long now) {
        theoreticalArrival = (used ? Math.max(theoreticalArrival, now) : now) + nanosPerCall;
        used = true;
    }
}
