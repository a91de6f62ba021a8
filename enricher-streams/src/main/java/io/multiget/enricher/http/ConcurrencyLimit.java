package io.multiget.enricher.http;

/**
 * How many calls may be in flight: at most the ceiling, at least one, and as many as the API takes well. It finds that out
 * the way TCP finds its share of a line: begins low and doubles while all goes well, halves when it does not, and from
 * there on grows by one each time as many calls were answered. Times are nanoseconds of the engine's clock. Owned by one
 * thread.
 *
 * <p>Three signs halve it: a call that was throttled; calls in numbers that failed and succeed when they are repeated as
 * they are (a call that fails for its key's sake does not, so poison keys slow nobody down; a few are bad luck); and a
 * latency that grows (see {@link LatencyWatch}). Calls that were in flight together are one sign, not many.
 *
 * <p>The algorithm is that of {@code AIMDLimit} in Netflix's concurrency-limits. Its classes do not fit: a limit there
 * knows one clock's latency and "dropped" for any call, so it throttles on poison keys, and on an API that is slow and
 * well; it cannot change its ceiling when an instance's share changes; and those that look at latency keep a slower
 * baseline that forgets a queue it has caused ({@code Gradient2Limit}), or draw from a static random source ({@code
 * VegasLimit}), and then no run can be played twice.
 */
final class ConcurrencyLimit {
    /** Enough for a few slow calls to hold nobody up, and few enough to see what latency is without a long queue. */
    private static final int FIRST = 32;

    /** So many failures that a repeat mends are an API's bad luck. */
    private static final double TOLERATED_LOSS = 0.1;

    private static final double WEIGHT_OF_CALL = 1.0 / 64;

    private final int ceilingOfAll;
    private int ceiling;
    private double limit;

    /** Up to here it doubles, and from there on it grows by ones. */
    private double calm;

    /** What it was before it was halved for latency alone; 0 when that was not the latest reason. */
    private double beforeLatency;

    private double loss;
    private boolean everCut;
    private long cutAt;

    ConcurrencyLimit(int ceiling) {
        this.ceilingOfAll = ceiling;
        this.ceiling = ceiling;
        this.limit = Math.min(FIRST, ceiling);
        this.calm = ceiling;
    }

    /**
     * From now on this instance has that share of the ceiling, above 0 and at most 1, and one call at least. What it has
     * learnt about the API stays: a limit at half of the ceiling is at half of the new one.
     */
    void share(double share) {
        int before = ceiling;
        ceiling = Math.max(1, (int) (ceilingOfAll * share));
        double change = (double) ceiling / before;
        limit = Math.max(1, limit * change);
        calm = Math.max(1, calm * change);
        beforeLatency *= change;
    }

    boolean admits(int inFlight) {
        return inFlight < current();
    }

    /** The most calls that may be in flight now. */
    int current() {
        return (int) limit;
    }

    /** Whether a call that was sent then says something of the limit as it is now, and not of a higher one. */
    boolean hasStoodSince(long sentAt) {
        return !everCut || sentAt - cutAt >= 0;
    }

    /** @param mayGrow false when the limit was not what held the work up, or latency is being looked at */
    void answered(boolean mayGrow) {
        loss -= WEIGHT_OF_CALL * loss;
        if (mayGrow) {
            limit = Math.min(ceiling, limit + (limit < calm ? 1 : 1 / limit));
        }
    }

    /** A call was answered that had failed before, when it was sent at that time. */
    void mended(long lostAt, long now) {
        loss += WEIGHT_OF_CALL;
        if (loss > TOLERATED_LOSS && hasStoodSince(lostAt)) {
            halve(now);
        }
    }

    /** To be told once of calls that were in flight together. */
    void throttled(long now) {
        halve(now);
    }

    /** Calls wait for each other at the API. */
    void queueing(long now) {
        double before = limit;
        halve(now);
        beforeLatency = before;
    }

    /** They did not: the API is as slow with half of the calls. */
    void notQueueing() {
        calm = Math.min(ceiling, Math.max(calm, beforeLatency));
        beforeLatency = 0;
    }

    private void halve(long now) {
        limit = Math.max(1, limit / 2);
        calm = limit;
        beforeLatency = 0;
        everCut = true;
        cutAt = now;
    }

    /** After a silence: one call, then twice as many each time, up to where it was. */
    void restart() {
        calm = Math.max(calm, limit);
        limit = 1;
    }
}
