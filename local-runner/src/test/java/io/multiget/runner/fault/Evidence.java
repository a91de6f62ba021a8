package io.multiget.runner.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.ledger.Workload;
import io.multiget.simulator.LoggedCall;
import io.multiget.simulator.SimulatorStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that was seen of one upload and its faults; all that a promise needs to be judged.
 *
 * @param differences between the plan and the table, line by line
 * @param status the last one
 * @param watches of the status, one for each ingest instance
 * @param landing of the status and the table together
 * @param callsASecond what the API allows
 * @param calls every call that reached the API meanwhile
 * @param before the API's counts before the upload
 * @param after the API's counts after it had landed
 * @param deadLetters since the system was started
 * @param planted records that nobody can read, since then
 * @param plan what was to go wrong
 * @param struck what did
 */
record Evidence(
        Workload workload,
        List<String> differences,
        JsonNode status,
        List<Witness> watches,
        Witness landing,
        int callsASecond,
        List<LoggedCall> calls,
        SimulatorStats before,
        SimulatorStats after,
        long deadLetters,
        long planted,
        List<Fault> plan,
        List<Struck> struck) {

    /**
     * A fault that happened.
     *
     * @param lines finished when it struck
     * @param openTransaction whether one was open then
     * @param from when it struck
     * @param fromMillis the same by the clock of the API's log
     * @param untilMillis when it was lifted, by that clock
     * @param answered from the lift to the next call that the API answered
     * @param back from the lift to the next row in the table
     */
    record Struck(
            Fault fault,
            long lines,
            boolean openTransaction,
            Instant from,
            long fromMillis,
            long untilMillis,
            Duration answered,
            Duration back) {
        /** The two clocks are not quite one. */
        private static final long CLOCKS_APART_MILLIS = 1_000;

        /** Whether it was in force then. */
        boolean spans(long apiMillis) {
            return apiMillis >= fromMillis - CLOCKS_APART_MILLIS && apiMillis <= untilMillis + CLOCKS_APART_MILLIS;
        }
    }

    int losses() {
        return struck.stream().mapToInt(one -> one.fault().losses()).sum();
    }
}
