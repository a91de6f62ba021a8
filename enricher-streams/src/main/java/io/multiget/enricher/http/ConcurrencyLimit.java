package io.multiget.enricher.http;

/**
 * How many calls may be in flight: at most the ceiling, and less where the API says that it is too much. Halves when
 * calls are throttled, and grows by one each time as many calls were answered (the way TCP finds its share). Owned by
 * one thread.
 */
final class ConcurrencyLimit {
    private final int ceiling;
    private double limit;

    ConcurrencyLimit(int ceiling) {
        this.ceiling = ceiling;
        this.limit = ceiling;
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
