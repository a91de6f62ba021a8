package io.multiget.runner.fault;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Of an upload's calls, by its status.
 *
 * @param least the fewest that could have asked what was asked
 */
record CallCount(long calls, long least) {
    /** Over the fewest, with several instances and nothing cached. */
    static final double LIMIT = 1.10;

    static CallCount of(JsonNode status) {
        long calls = 0;
        long least = 0;
        for (JsonNode stage : status.get("stages")) {
            calls += stage.get("calls").asLong();
            least += stage.get("minimum_calls").asLong();
        }
        return new CallCount(calls, least);
    }

    double ratio() {
        return (double) calls / least;
    }

    @Override
    public String toString() {
        return "%,d calls, at least %,d were needed: %.3f".formatted(calls, least, ratio());
    }
}
