package io.multiget.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes contenders by their names. */
final class Contenders {
    private static final String MULTIGET = "multiget";

    private final Path home;
    private final SimulatorProcess simulator;
    private final Terms terms;
    private final int warmUpLines;
    private final Map<String, String> environment;
    private final boolean limitsOfEach;
    private final @Nullable Duration statusPause;

    /**
     * @param limitsOfEach whether the limits of the terms are those of each of Multiget's enrichers, not of all together
     * @param statusPause see {@link MultigetContender}
     */
    Contenders(
            Path home,
            SimulatorProcess simulator,
            Terms terms,
            int warmUpLines,
            Map<String, String> environment,
            boolean limitsOfEach,
            @Nullable Duration statusPause) {
        this.home = home;
        this.simulator = simulator;
        this.terms = terms;
        this.warmUpLines = warmUpLines;
        this.environment = environment;
        this.limitsOfEach = limitsOfEach;
        this.statusPause = statusPause;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    Contender named(String name) {
        if (name.equals(MULTIGET)) {
            return multiget(1);
        }
        if (name.startsWith(MULTIGET + "-")) {
            return multiget(Integer.parseInt(name.substring(MULTIGET.length() + 1)));
        }
        return switch (name) {
            case "floor" ->
                program(name, "-Xmx1g", "benchmark/target/benchmark.jar", "io.multiget.benchmark.floor.Floor");
            case "flink" ->
                program(
                        name,
                        "-Xmx2g",
                        "benchmark/flink/target/benchmark-flink.jar",
                        "io.multiget.benchmark.flink.FlinkEnrichment");
            default -> throw new IllegalArgumentException("no contender " + name);
        };
    }

    private Contender multiget(int instances) {
        Terms together = limitsOfEach ? terms.times(instances) : terms;
        return new MultigetContender(simulator, together, instances, warmUpLines, environment, statusPause);
    }

    /** @param jar below the home folder; its libraries are in {@code lib} beside it */
    private Contender program(String name, String heap, String jar, String main) {
        Path path = home.resolve(jar);
        String classPath = path + ":" + path.resolveSibling("lib") + "/*";
        List<String> java = List.of(heap, "-Duser.timezone=UTC", "-cp", classPath, main);
        return new ProgramContender(name, java, simulator, terms, warmUpLines);
    }
}
