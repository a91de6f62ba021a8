package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to ask again. Decides, and leaves the waiting to others: no clock, no thread. */
final class RetryPolicy {
    /** What an API may ask for at most: a mistake in a header must not stop the work for years. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final Retry retry;
    private final RandomGenerator random;

    RetryPolicy(Retry retry, RandomGenerator random) {
        this.retry = retry;
        this.random = random;
    }

    Duration minBackoff() {
        return retry.minBackoff();
    }

    /** Whether a key that failed so often, counting only tries made while the API answers others, has had its chances. */
    boolean isExhausted(int failures) {
        return failures >= retry.attempts();
    }

    /**
     * Before the next try: doubles with each failure, between half and all of it by chance, so that keys that failed
     * together do not come back together.
     *
     * @param failures at least 1
     */
    Duration backoff(int failures) {
        int doublings = Math.min(failures - 1, 30);
        long most = Math.min(
                retry.maxBackoff().toNanos(), saturated(retry.minBackoff().toNanos(), doublings));
        return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
    }

    /** What the API asked for, within reason. */
    Duration clamp(Duration retryAfter) {
        if (retryAfter.compareTo(retry.minBackoff()) < 0) {
            return retry.minBackoff();
        }
        return retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
    }

    private static long saturated(long nanos, int doublings) {
        return nanos > (Long.MAX_VALUE >> doublings) ? Long.MAX_VALUE : nanos << doublings;
    }
}
