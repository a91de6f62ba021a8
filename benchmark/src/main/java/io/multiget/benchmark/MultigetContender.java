package io.multiget.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.runner.role.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The whole system as it is deployed, each part a process of its own, with an empty data folder. */
final class MultigetContender implements Contender {
    /** Some seconds of an API's work, as a rule. */
    private static final int LINES_ON_TERMS = 5_000;

    private static final String TABLE = "items";

    private final SimulatorProcess simulator;
    private final Terms terms;
    private final int instances;
    private final int warmUpLines;
    private final Map<String, String> environment;
    private final @Nullable Duration statusPause;

    /**
     * @param environment variables for every process, over those of the terms
     * @param statusPause between two questions about the upload's status meanwhile; null: nobody asks
     */
    MultigetContender(
            SimulatorProcess simulator,
            Terms terms,
            int instances,
            int warmUpLines,
            Map<String, String> environment,
            @Nullable Duration statusPause) {
        this.simulator = simulator;
        this.terms = terms;
        this.instances = instances;
        this.warmUpLines = warmUpLines;
        this.environment = environment;
        this.statusPause = statusPause;
    }

    @Override
    public String name() {
        return instances == 1 ? "multiget" : "multiget-" + instances;
    }

    private LocalSettings settings(Path folder) {
        LocalSettings settings = LocalSettings.apart(folder)
                .withInstances(1, instances)
                .withEnvironment("MERCADOLIBRE_URL", simulator.url())
                .withEnvironment("MERCADOLIBRE_CONCURRENCY", Integer.toString(terms.concurrency()))
                .withEnvironment(
                        "MERCADOLIBRE_RATE_LIMIT",
                        terms.callsPerSecond() == null ? "unlimited" : terms.callsPerSecond() + " per 1s");
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            settings = settings.withEnvironment(variable.getKey(), variable.getValue());
        }
        return settings;
    }

    @Override
    public Result run(Load load, Path folder) throws Exception {
        LocalSystem system = LocalSystem.prepare(settings(folder.resolve("system")));
        try (system) {
            system.start();
            noteWhenRowsLand(system);
            UploadClient client = new UploadClient(system.ingestUrl(0));
            warmUp(client, load, folder.resolve("warm-up.csv"));
            Path file = folder.resolve("load.csv");
            load.write(file);
            return measure(system, client, load, file);
        }
    }

    /** Postgres has to keep the time of each commit, which it learns at its start only. */
    private static void noteWhenRowsLand(LocalSystem system) throws SQLException {
        try (Connection connection = Database.connect(system);
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set track_commit_timestamp = on");
        }
        system.postgres().restart();
    }

    /** Most of it as fast as can be, and the last of it on the terms that are measured, so that these are known. */
    private void warmUp(UploadClient client, Load load, Path file) throws Exception {
        if (warmUpLines > 0) {
            Load.warmUp(load.seed(), warmUpLines).write(file);
            simulator.answerOn(terms.atOnce());
            client.untilLanded(client.upload(file));
            Load.warmUp(load.seed() + 1, Math.min(warmUpLines, LINES_ON_TERMS)).write(file);
            simulator.answerOn(terms);
            client.untilLanded(client.upload(file));
        }
    }

    private Result measure(LocalSystem system, UploadClient client, Load load, Path file) throws Exception {
        simulator.answerOn(terms);
        TopicBytes bytes = TopicBytes.of(system.bootstrapServers());
        Spending spending = Spending.of(pids(system));
        long before = bytesInTable(system);
        long started = System.nanoTime();
        String upload = client.upload(file);
        StatusPoll poll = statusPause == null ? null : StatusPoll.begin(system.ingestUrl(0), upload, statusPause);
        JsonNode status = client.untilLanded(upload);
        double wall = (System.nanoTime() - started) / 1e9;
        Result.StatusAnswers answers = poll == null ? null : poll.end();
        Map<String, Spending.Spent> spent = spending.spent();
        Result.Asked asked = simulator.asked();
        if (status.required("rows").required("landed").asLong() != load.lines()) {
            throw new WrongRowsException("not every line has landed: " + status);
        }
        long least = simulator.leastCalls();
        String mine = "upload_id = '" + upload + "'";
        try (Connection connection = Database.connect(system)) {
            new RowCheck(load).check(connection, TABLE, mine);
            return new Result(
                    name(),
                    terms,
                    load.lines(),
                    wall,
                    asked,
                    least,
                    terms.leastSeconds(least),
                    spent,
                    bytes.perRow(load.lines()),
                    (double) (Database.bytes(connection, TABLE) - before) / load.lines(),
                    LandingTimes.of(system.bootstrapServers(), UUID.fromString(upload), load.lines(), connection),
                    answers);
        }
    }

    private static long bytesInTable(LocalSystem system) throws SQLException {
        try (Connection connection = Database.connect(system)) {
            return Database.bytes(connection, TABLE);
        }
    }

    private Map<String, Long> pids(LocalSystem system) {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (Role role : system.roles()) {
            pids.put(role.name(), role.pid());
        }
        pids.put("simulator", simulator.pid());
        return pids;
    }
}
