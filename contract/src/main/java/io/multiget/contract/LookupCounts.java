package io.multiget.contract;

/**
 * What one lookup did for an upload's attempt.
 *
 * @param name the lookup's
 * @param calls HTTP requests, put on the upload of a call's first key
 * @param cacheHits lines answered without asking
 * @param retries HTTP requests made again for a key
 * @param throttled answers that said "too many requests"
 * @param notFound lines whose key the API does not have
 */
public record LookupCounts(String name, long calls, long cacheHits, long retries, long throttled, long notFound) {
    public LookupCounts plus(LookupCounts other) {
        return new LookupCounts(
                name,
                calls + other.calls,
                cacheHits + other.cacheHits,
                retries + other.retries,
                throttled + other.throttled,
                notFound + other.notFound);
    }
}
