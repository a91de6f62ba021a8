package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to ask again. Decides, and leaves the waiting to others: no clock, no thread. */
final class RetryPolicy {
    /** What an API may ask for at most: a mistake in a header must not stop the work for years. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    /** So much sooner than anybody gets impatient does an API that is back have to be noticed, however long it was away. */
    private static final Duration LONGEST_BETWEEN_PROBES = Duration.ofSeconds(4);

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
        return backoff(failures, retry.maxBackoff());
    }

    /**
     * The same before the next try of an API that answers nobody. It never gets long: there is one call at a time then,
     * and the work should go on soon after the end of the outage.
     */
    Duration probeBackoff(int failures) {
        Duration most = longer(LONGEST_BETWEEN_PROBES, retry.minBackoff());
        return backoff(failures, most.compareTo(retry.maxBackoff()) < 0 ? most : retry.maxBackoff());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private Duration backoff(int failures, Duration longest) {
        int doublings = Math.min(failures - 1, 30);
        long most = Math.min(longest.toNanos(), saturated(retry.minBackoff().toNanos(), doublings));
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
