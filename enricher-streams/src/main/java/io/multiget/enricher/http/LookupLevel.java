package io.multiget.enricher.http;

import java.util.OptionalLong;

/**
 * Where one lookup's keys stand at a moment; those in flight are in none of the three.
 *
 * @param gathering keys that wait for company in their call
 * @param ready keys that could go out at once, if the API's limits allowed
 * @param delayed keys whose backoff is not over
 * @param oldestSince on the client's clock: when the question was asked that has waited longest for its answer
 */
public record LookupLevel(String lookup, int gathering, int ready, int delayed, OptionalLong oldestSince) {
    /** Nothing is asked. */
    public static LookupLevel idle(String lookup) {
        return new LookupLevel(lookup, 0, 0, 0, OptionalLong.empty());
    }
}
