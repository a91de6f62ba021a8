package io.multiget.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.runner.role.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets contenders do the same work in turn, and prints a line and a JSON object for each run, then the medians. Exit code 1
 * where a row was wrong.
 */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the whole system, and other programs for comparison, on the same work.")
final class Benchmark implements Callable<Integer> {
    private static final PrintStream OUT = System.out;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--lines", description = "of the file, each another item; ${DEFAULT-VALUE} by default")
    int lines = 100_000;

    @Option(names = "--latency", description = "of the API, in milliseconds; ${DEFAULT-VALUE} by default")
    int latencyMillis = 0;

    @Option(names = "--concurrency", description = "calls at once; ${DEFAULT-VALUE} by default")
    int concurrency = 64;

    @Option(names = "--rate", description = "calls a second that the API allows; unlimited by default")
    @Nullable
    Integer callsPerSecond;

    @Option(names = "--rounds", description = "in each of which every contender runs once; ${DEFAULT-VALUE} by default")
    int rounds = 1;

    @Option(
            names = "--contenders",
            split = ",",
            description = "multiget, multiget-N with N enrichers, floor, flink; ${DEFAULT-VALUE} by default")
    List<String> names = List.of("multiget");

    @Option(names = "--warm-up", description = "lines before, that nobody measures; ${DEFAULT-VALUE} by default")
    int warmUpLines = 50_000;

    @Option(names = "--limits-of-each", description = "the limits are those of each enricher, not of all together")
    boolean limitsOfEach;

    @Option(
            names = "--status-every",
            description = "asks Multiget for the status meanwhile, with so many milliseconds between; not by default")
    @Nullable
    Integer statusPauseMillis;

    @Option(names = "--seed", description = "of the file of the first round; ${DEFAULT-VALUE} by default")
    long seed = 1;

    @Option(names = "--set", description = "a variable for Multiget's processes, such as MULTIGET_WINDOW=5000")
    Map<String, String> environment = new LinkedHashMap<>();

    @Option(names = "--data", description = "a folder that is emptied; ${DEFAULT-VALUE} by default")
    Path data = Path.of("target", "benchmark");

    @Option(names = "--json", description = "a file that gets the JSON objects, one a line, after what is there")
    @Nullable
    Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("multiget.home"));
        Files.createDirectories(data);
        Terms terms = new Terms(latencyMillis, concurrency, callsPerSecond);
        OUT.printf(Locale.ROOT, "%,d lines, %s%n", lines, terms);
        Map<String, List<Result>> results = new LinkedHashMap<>();
        try (SimulatorProcess simulator = SimulatorProcess.start(home, data.resolve("simulator.log"))) {
            Contenders contenders = new Contenders(
                    home,
                    simulator,
                    terms,
                    warmUpLines,
                    environment,
                    limitsOfEach,
                    statusPauseMillis == null ? null : Duration.ofMillis(statusPauseMillis));
            for (int round = 0; round < rounds; round++) {
                Load load = Load.measured(seed + round, lines);
                for (String name : inTurn(round)) {
                    Result result = contenders.named(name).run(load, emptied(data.resolve(name)));
                    results.computeIfAbsent(name, unused -> new ArrayList<>()).add(result);
                    tell(result);
                }
            }
        } catch (WrongRowsException wrong) {
            OUT.println("WRONG: " + wrong.getMessage());
            return 1;
        }
        names.forEach(name -> OUT.println(
                "median   " + median(results.getOrDefault(name, List.of())).line()));
        return 0;
    }

    /** Every other round the other way round, so that nobody always comes first. */
    private List<String> inTurn(int round) {
        List<String> order = new ArrayList<>(names);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void tell(Result result) throws IOException {
        OUT.println(result.line());
        String object = JSON.writeValueAsString(result);
        OUT.println(object);
        if (json != null) {
            Files.writeString(json, object + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** The run with the median of the times. */
    private static Result median(List<Result> results) {
        List<Result> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingDouble(Result::wallSeconds));
        return sorted.get(sorted.size() / 2);
    }

    private static Path emptied(Path folder) throws IOException {
        Folder.delete(folder);
        return Files.createDirectories(folder);
    }
}
