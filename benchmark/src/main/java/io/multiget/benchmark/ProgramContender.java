package io.multiget.benchmark;

import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another program that does the same work, in a process of its own, with the same simulated API and a Postgres with the
 * same settings. It does the work of the warm-up first, says {@code warm}, does the work that is measured, says
 * {@code rows N}, and ends when its standard input does.
 */
final class ProgramContender implements Contender {
    private static final String TABLE = """
            create table %s (row bigint primary key, site text, id bigint, status text, stage text, code text,
                price numeric, start_time timestamptz, name text, description text, nickname text)
            """;

    private final String name;
    private final List<String> java;
    private final SimulatorProcess simulator;
    private final Terms terms;
    private final int warmUpLines;

    /** @param java options of the JVM, class path and main class */
    ProgramContender(String name, List<String> java, SimulatorProcess simulator, Terms terms, int warmUpLines) {
        this.name = name;
        this.java = java;
        this.simulator = simulator;
        this.terms = terms;
        this.warmUpLines = warmUpLines;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result run(Load load, Path folder) throws Exception {
        LocalSystem system = LocalSystem.prepare(
                LocalSettings.apart(folder.resolve("system")).withInstances(0, 0));
        try (system) {
            system.postgres().start();
            create(system, "warm_up");
            create(system, "load");
            load.write(folder.resolve("load.csv"));
            Load.warmUp(load.seed(), warmUpLines).write(folder.resolve("warm-up.csv"));
            simulator.answerOn(terms.atOnce());
            return measure(system, load, folder);
        }
    }

    private Result measure(LocalSystem system, Load load, Path folder) throws Exception {
        Process program = new ProcessBuilder(command(system, folder))
                .redirectError(folder.resolve("program.log").toFile())
                .start();
        try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
            expect(out, "warm", folder);
            simulator.answerOn(terms);
            Spending spending = Spending.of(pids(system, program));
            program.outputWriter().write("go\n");
            program.outputWriter().flush();
            long started = System.nanoTime();
            expect(out, "rows " + load.lines(), folder);
            double wall = (System.nanoTime() - started) / 1e9;
            Map<String, Spending.Spent> spent = spending.spent();
            try (Connection connection = Database.connect(system)) {
                new RowCheck(load).check(connection, "load", "true");
                return new Result(
                        name,
                        terms,
                        load.lines(),
                        wall,
                        simulator.asked(),
                        load.leastCalls(),
                        terms.leastSeconds(load.leastCalls()),
                        spent,
                        Map.of(),
                        (double) Database.bytes(connection, "load") / load.lines(),
                        null,
                        null);
            }
        } finally {
            program.destroy();
            program.onExit().join();
        }
    }

    private static void expect(BufferedReader out, String line, Path folder) throws IOException {
        String said = out.readLine();
        if (!line.equals(said)) {
            throw new IOException("said %s instead of %s, see %s".formatted(said, line, folder.resolve("program.log")));
        }
    }

    private List<String> command(LocalSystem system, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of(
                "--warm-up",
                folder.resolve("warm-up.csv").toString(),
                "--warm-up-table",
                "warm_up",
                "--file",
                folder.resolve("load.csv").toString(),
                "--table",
                "load",
                "--api",
                simulator.url(),
                "--concurrency",
                Integer.toString(terms.concurrency()),
                "--jdbc",
                system.jdbcUrl(),
                "--user",
                Database.USER,
                "--password",
                Database.USER));
        return command;
    }

    private Map<String, Long> pids(LocalSystem system, Process program) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(name, program.pid());
        pids.put("postgres", system.postgres().pid());
        pids.put("simulator", simulator.pid());
        return pids;
    }

    private static void create(LocalSystem system, String table) throws SQLException {
        try (Connection connection = Database.connect(system);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE.formatted(table));
        }
    }
}
