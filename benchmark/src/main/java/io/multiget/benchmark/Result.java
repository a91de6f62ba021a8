package io.multiget.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.multiget.benchmark.Spending.Spent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of one contender. All of its rows were held against what the simulated API says.
 *
 * @param wallSeconds from the first byte of the file to the last row in the table
 * @param leastCalls the fewest that can do it with what the contender knew before
 * @param apiSeconds what the API alone needs for the fewest calls
 * @param processes what each has spent meanwhile
 * @param bytesPerRow in the log of each topic; empty where there are none
 * @param tableBytesPerRow in Postgres, with the indexes
 * @param landing null where lines are not on their way one by one
 * @param status null where nobody asked meanwhile
 */
@JsonNaming(SnakeCaseStrategy.class)
record Result(
        String contender,
        Terms terms,
        int rows,
        double wallSeconds,
        Asked asked,
        long leastCalls,
        double apiSeconds,
        Map<String, Spent> processes,
        Map<String, Double> bytesPerRow,
        double tableBytesPerRow,
        @Nullable Landing landing,
        @Nullable StatusAnswers status) {
    private static final double MILLION = 1e6;

    /**
     * What the API has seen.
     *
     * @param turnedAway calls beyond its limits
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Asked(long calls, long turnedAway, int mostInFlight, int mostCallsPerSecond) {}

    /** From a line in its topic to its row in the table, over all lines. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Landing(double p50Seconds, double p99Seconds) {}

    /** How long answers about the upload's status took. */
    @JsonNaming(SnakeCaseStrategy.class)
    record StatusAnswers(int answers, double p50Millis, double p99Millis) {}

    double rowsPerSecond() {
        return rows / wallSeconds;
    }

    double cpuSeconds() {
        return processes.values().stream().mapToDouble(Spent::cpuSeconds).sum();
    }

    /** For people. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-9s %,d rows in %.2f s, %,.0f rows/s; %,d calls, %.3f of the least%s; %s%.1f CPU s a million rows%s%s",
                contender,
                rows,
                wallSeconds,
                rowsPerSecond(),
                asked.calls(),
                (double) asked.calls() / leastCalls,
                asked.turnedAway() == 0 ? "" : String.format(Locale.ROOT, ", %,d turned away", asked.turnedAway()),
                apiSeconds == 0
                        ? ""
                        : String.format(Locale.ROOT, "%.3f of the API's own time; ", wallSeconds / apiSeconds),
                cpuSeconds() / rows * MILLION,
                landing == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; line to landed p50 %.2f s, p99 %.2f s",
                                landing.p50Seconds(),
                                landing.p99Seconds()),
                status == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; status p50 %.1f ms, p99 %.1f ms of %,d",
                                status.p50Millis(),
                                status.p99Millis(),
                                status.answers()));
    }
}
