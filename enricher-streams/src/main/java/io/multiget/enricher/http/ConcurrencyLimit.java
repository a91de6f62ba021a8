package io.multiget.enricher.http;

/**
 * How many calls may be in flight: at most the ceiling, and less where the API says that it is too much. Halves when
 * calls are throttled, and grows by one each time as many calls were answered (the way TCP finds its share). Owned by
 * one thread.
 */
final class ConcurrencyLimit {
    private final int ceilingOfAll;
    private int ceiling;
    private double limit;

    ConcurrencyLimit(int ceiling) {
        this.ceilingOfAll = ceiling;
        this.ceiling = ceiling;
        this.limit = ceiling;
    }

    /**
     * From now on this instance has that share of the ceiling, above 0 and at most 1, and one call at least. What it has
     * learnt about the API stays: a limit at half of the ceiling is at half of the new one.
     */
    void share(double share) {
        int before = ceiling;
        ceiling = Math.max(1, (int) (ceilingOfAll * share));
        limit = Math.max(1, limit * ceiling / before);
    }

    boolean admits(int inFlight) {
        return inFlight < current();
    }

    /** The most calls that may be in flight now. */
    int current() {
        return (int) limit;
    }

    void answered() {
        limit = Math.min(ceiling, limit + 1 / limit);
    }

    /** To be told once of calls that were in flight together. */
    void throttled() {
        limit = Math.max(1, limit / 2);
    }
}
