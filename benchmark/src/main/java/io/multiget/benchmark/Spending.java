package io.multiget.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.LinkedHashMap;
import java.util.Map;

/** What processes spend between two moments. */
final class Spending {
    /** @param peakMegabytes since the process was started */
    @JsonNaming(SnakeCaseStrategy.class)
    record Spent(double cpuSeconds, double peakMegabytes) {}

    private final Map<String, ProcessTree> processes;
    private final Map<String, Double> before = new LinkedHashMap<>();

    private Spending(Map<String, ProcessTree> processes) {
        this.processes = processes;
        processes.forEach((name, process) -> before.put(name, process.cpuSeconds()));
    }

    /** From now on. @param pids by the names that the report gives them */
    static Spending of(Map<String, Long> pids) {
        Map<String, ProcessTree> processes = new LinkedHashMap<>();
        pids.forEach((name, pid) -> processes.put(name, new ProcessTree(pid)));
        return new Spending(processes);
    }

    /** Until now. */
    Map<String, Spent> spent() {
        Map<String, Spent> spent = new LinkedHashMap<>();
        processes.forEach((name, process) -> spent.put(
                name, new Spent(process.cpuSeconds() - before.getOrDefault(name, 0.0), process.peakMegabytes())));
        return spent;
    }
}
