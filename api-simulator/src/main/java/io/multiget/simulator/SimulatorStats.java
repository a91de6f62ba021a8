package io.multiget.simulator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;

/**
 * What was asked since the start or the last reset; in {@code GET /__stats} with names in snake case.
 *
 * @param calls by endpoint, those turned away included
 * @param callsTotal over all endpoints
 * @param ids by resource (items, categories, currencies, users, products, makers, countries): ids in calls let in
 * @param idsAsked over all resources
 * @param distinctIds over all resources
 * @param repeatedIds ids asked more than once, over all resources
 * @param answers by status, or {@code reset}, {@code closed}, {@code silence}
 * @param turnedAway calls that got no answer of the catalog: outage, token, rate, concurrency, bad luck
 * @param batchSizes by multiget endpoint: how many calls had how many ids
 * @param inFlight calls without a whole answer at this moment
 * @param mostInFlight the most there were at one moment
 * @param mostCallsPerSecond the most calls that arrived in any window of one second
 * @param earlyCalls calls that came although a Retry-After (up to two minutes) was not over; the second API has none
 * @param callsOnTheirWay such calls within 100 ms of the Retry-After: they had been sent before it was known
 * @param strayCalls calls to where a redirect leads
 * @param connections open now
 * @param mostConnections the most that were open at one moment
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SimulatorStats(
        Map<String, Long> calls,
        long callsTotal,
        Map<String, IdCounts> ids,
        long idsAsked,
        long distinctIds,
        long repeatedIds,
        Map<String, Long> answers,
        long turnedAway,
        Map<String, Map<Integer, Long>> batchSizes,
        int inFlight,
        int mostInFlight,
        int mostCallsPerSecond,
        long earlyCalls,
        long callsOnTheirWay,
        long strayCalls,
        int connections,
        int mostConnections) {

    /** The fewest calls that could ask for so many different ids of that resource. */
    public static long leastCalls(String resource, long distinct) {
        int most = Endpoint.of(resource).isMultiget() ? Call.MOST_IDS : 1;
        return (distinct + most - 1) / most;
    }

    /**
     * Ids of one resource.
     *
     * @param asked in all
     * @param distinct different ones
     * @param repeated different ones that were asked more than once
     * @param forgotten asks of ids that no longer fitted into memory, which the other counts miss
     */
    public record IdCounts(long asked, long distinct, long repeated, long forgotten) {}
}
