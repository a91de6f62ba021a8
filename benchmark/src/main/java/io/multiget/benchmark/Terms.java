package io.multiget.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * On what terms the API answers.
 *
 * @param latencyMillis of each call
 * @param concurrency calls at once, over all who ask
 * @param callsPerSecond null where it has no such limit
 */
@JsonNaming(SnakeCaseStrategy.class)
record Terms(int latencyMillis, int concurrency, @Nullable Integer callsPerSecond) {
    /** The same without delay and limit, for a warm-up. */
    Terms atOnce() {
        return new Terms(0, concurrency, null);
    }

    /** The same with limits that are so many times as high. */
    Terms times(int instances) {
        return new Terms(
                latencyMillis, concurrency * instances, callsPerSecond == null ? null : callsPerSecond * instances);
    }

    /** What the API needs for so many calls, whoever asks. */
    double leastSeconds(long calls) {
        double together = calls * (latencyMillis / 1e3) / concurrency;
        return callsPerSecond == null ? together : Math.max(together, (double) calls / callsPerSecond);
    }

    @Override
    public String toString() {
        return "latency %d ms, concurrency %d%s"
                .formatted(
                        latencyMillis, concurrency, callsPerSecond == null ? "" : ", " + callsPerSecond + " calls/s");
    }
}
