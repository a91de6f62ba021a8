package io.multiget.enricher.http;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where one API's lane stands at a moment.
 *
 * @param inFlight calls on their way, probes included
 * @param limit the most calls in flight at once, as it is now; the ceiling is the API's {@code concurrency}
 * @param pace the part of this instance's rate that the API bears, as it has turned out; 1 where there is no rate limit
 * @param waitingSince on the client's clock: since when the API has answered nobody, while something waits for it
 * @param lookups all that ask this API
 */
public record ApiLevel(
        String api, int inFlight, int limit, double pace, OptionalLong waitingSince, List<LookupLevel> lookups) {
    public ApiLevel {
        lookups = List.copyOf(lookups);
    }
}
