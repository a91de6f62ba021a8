package io.multiget.enricher.http;

/**
 * How many calls the API has answered up to some moment: what tells a bad key from a bad API.
 *
 * @param ofApi calls of any lookup
 * @param ofLookup calls of the lookup in question
 * @param provable whether the lookup has a key that is known to be good, so that the API can be probed with it; then
 *     only this lookup's successes speak for it
 */
record Evidence(long ofApi, long ofLookup, boolean provable) {
    boolean isNewerThan(Evidence earlier) {
        return provable ? ofLookup > earlier.ofLookup : ofApi > earlier.ofApi;
    }
}
