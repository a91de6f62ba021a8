package io.multiget.runner.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.simulator.SimulatorStats;
import io.multiget.simulator.SimulatorStats.IdCounts;

/**
 * Calls, and the fewest that would have done.
 *
 * @param least the fewest that could have asked what was asked
 */
record CallCount(long calls, long least) {
    /** Over the fewest, with several instances and nothing cached. */
    static final double LIMIT = 1.10;

    /** Of an upload, by its status: how full its calls were. A key that two instances have asked was asked twice. */
    static CallCount of(JsonNode status) {
        long calls = 0;
        long least = 0;
        for (JsonNode stage : status.get("stages")) {
            calls += stage.get("calls").asLong();
            least += stage.get("minimum_calls").asLong();
        }
        return new CallCount(calls, least);
    }

    /** Of all that the API saw between two moments, whoever asked: a key that two instances have asked was asked for nothing. */
    static CallCount between(SimulatorStats before, SimulatorStats after) {
        long least = 0;
        for (String resource : after.ids().keySet()) {
            long distinct = distinct(after, resource) - distinct(before, resource);
            least += SimulatorStats.leastCalls(resource, distinct);
        }
        return new CallCount(after.callsTotal() - before.callsTotal(), least);
    }

    private static long distinct(SimulatorStats stats, String resource) {
        IdCounts counts = stats.ids().get(resource);
        return counts == null ? 0 : counts.distinct();
    }

    double ratio() {
        return (double) calls / least;
    }

    @Override
    public String toString() {
        return "%,d calls, at least %,d were needed: %.3f".formatted(calls, least, ratio());
    }
}
