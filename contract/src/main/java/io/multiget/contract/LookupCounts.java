package io.multiget.contract;

/**
 * What one lookup did for an upload's attempt, as a task counts it.
 *
 * @param name the lookup's
 * @param calls HTTP requests, put on the upload of a call's first key
 * @param cacheHits lines answered without asking
 * @param retries HTTP requests made again for a key
 * @param throttled answers that said "too many requests"
 * @param notFound lines whose key the API does not have
 * @param asked keys that the API was asked about for this upload, each once; zero in a word of before it was counted
 */
public record LookupCounts(
        String name, long calls, long cacheHits, long retries, long throttled, long notFound, long asked) {
    /** A lookup that has done nothing yet. */
    public static LookupCounts none(String name) {
        return new LookupCounts(name, 0, 0, 0, 0, 0, 0);
    }

    public LookupCounts plus(LookupCounts other) {
        return new LookupCounts(
                name,
                calls + other.calls,
                cacheHits + other.cacheHits,
                retries + other.retries,
                throttled + other.throttled,
                notFound + other.notFound,
                asked + other.asked);
    }
}
