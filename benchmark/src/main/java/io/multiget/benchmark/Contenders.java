package io.multiget.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes contenders by their names. */
final class Contenders {
    private static final String MULTIGET = "multiget";

    private final Path home;
    private final SimulatorProcess simulator;
    private final Terms terms;
    private final int warmUpLines;
    private final Map<String, String> environment;

    Contenders(Path home, SimulatorProcess simulator, Terms terms, int warmUpLines, Map<String, String> environment) {
        this.home = home;
        this.simulator = simulator;
        this.terms = terms;
        this.warmUpLines = warmUpLines;
        this.environment = environment;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    Contender named(String name) {
        if (name.equals(MULTIGET)) {
            return new MultigetContender(simulator, terms, 1, warmUpLines, environment);
        }
        if (name.startsWith(MULTIGET + "-")) {
            int instances = Integer.parseInt(name.substring(MULTIGET.length() + 1));
            return new MultigetContender(simulator, terms, instances, warmUpLines, environment);
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

    /** @param jar below the home folder; its libraries are in {@code lib} beside it */
    private Contender program(String name, String heap, String jar, String main) {
        Path path = home.resolve(jar);
        String classPath = path + ":" + path.resolveSibling("lib") + "/*";
        List<String> java = List.of(heap, "-Duser.timezone=UTC", "-cp", classPath, main);
        return new ProgramContender(name, java, simulator, terms, warmUpLines);
    }
}
