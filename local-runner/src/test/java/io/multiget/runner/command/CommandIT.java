package io.multiget.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.runner.LocalSettings;
import io.multiget.runner.RunFile;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import io.multiget.simulator.SimulatorStats;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user runs it: a process of its own, with nothing running before. */
class CommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A script's job in the background ignores SIGINT, and so does all that it starts. */
    private static final List<String> HEARS_CTRL_C =
            System.getProperty("os.name").equals("Linux") ? List.of("env", "--default-signal=INT") : List.of();

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
    }

    @Test
    void shouldAskTheNamedServerForNoItemTwiceOnASystemOfItsOwnAndOnOneThatRuns() throws Exception {
        Path rows = folder.resolve("rows.csv");
        Path file = Files.writeString(folder.resolve("three items.csv"), "site,id\nMLA,1348325527\n\nMLA,abc\nXX,7\n");
        try (Simulator api = Simulator.start(SimulatorSettings.ephemeral().with("token", "t-123"))) {
            Map<String, String> server = Map.of("MERCADOLIBRE_URL", api.url(), "MERCADOLIBRE_TOKEN", "t-123");

            JsonNode first = enrich(server, file.toString(), "--json", "--out", rows.toString());
            boolean stopped = RunFile.running(folder.resolve("data")).isEmpty();
            SimulatorStats asked = api.stats();
            Process up = up();
            JsonNode again = enrich(Map.of(), file.toString(), "--json");
            JsonNode askedAgain = statsOfItsSimulator();
            shouldStopWhatItStartedOnCtrlC(up);

            assertThat(first.path("state").asText()).isEqualTo("landed");
            assertThat(first.path("rows").path("total").asInt()).isEqualTo(3);
            assertThat(first.path("rows").path("rejected").asInt()).isEqualTo(2);
            assertThat(Files.readAllLines(rows).get(0))
                    .isEqualTo("row,site,id,price,start_time,name,description,nickname");
            assertThat(stopped).as("what enrich started is stopped").isTrue();
            assertThat(asked.callsTotal()).isPositive();
            assertThat(asked.turnedAway()).as("calls without the token").isZero();
            assertThat(again.path("state").asText()).isEqualTo("landed");
            assertThat(again.path("stages").path(0).path("cache_hits").asInt()).isEqualTo(1);
            assertThat(askedAgain.path("ids_asked").asInt(-1)).isZero();
        }
    }

    private JsonNode enrich(Map<String, String> settings, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("enrich"));
        command.addAll(List.of(arguments));
        Process enrich = run(settings, command.toArray(String[]::new));
        assertThat(enrich.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(said())
                .isTrue();
        assertThat(enrich.exitValue()).as(said()).isZero();
        return new ObjectMapper().readTree(said("out").toFile());
    }

    private JsonNode statsOfItsSimulator() throws IOException {
        Map<String, String> urls =
                RunFile.read(folder.resolve("data")).orElseThrow().urls();
        try (InputStream stats =
                URI.create(urls.get("simulator") + "/__stats").toURL().openStream()) {
            return new ObjectMapper().readTree(stats);
        }
    }

    private Process up() throws IOException {
        Process up = run("up");
        await("up is ready").atMost(PATIENCE).until(() -> RunFile.running(folder.resolve("data"))
                .filter(RunFile::ready)
                .isPresent());
        return up;
    }

    private void shouldStopWhatItStartedOnCtrlC(Process up) throws Exception {
        RunFile run = RunFile.read(folder.resolve("data")).orElseThrow();
        Process second = run("up");
        assertThat(second.waitFor()).isEqualTo(ExitCode.USAGE);

        signal("INT", up);

        assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.processes().values()).hasSize(6).noneMatch(process -> process.alive()
                .isPresent());
        assertThat(Files.readString(folder.resolve("data/logs/postgres.log"))).contains("database system is shut down");
    }

    @Test
    void shouldTellAnUnknownPipelineBeforeAnythingIsStarted() throws Exception {
        Path file = Files.writeString(folder.resolve("items.csv"), "site,id\nMLA,1\n");

        Process enrich = run("enrich", file.toString(), "--pipeline", "nope");

        assertThat(enrich.waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(said()).contains("--pipeline nope: there is no such pipeline, but mercadolibre");
        assertThat(folder.resolve("data/logs")).doesNotExist();
    }

    @Test
    void shouldNameAPortThatWasAskedForAndIsBusy() throws Exception {
        try (ServerSocket busy = new ServerSocket(0)) {
            Process up = run(Map.of("MULTIGET_KAFKA_PORT", Integer.toString(busy.getLocalPort())), "up");

            assertThat(up.waitFor()).isEqualTo(ExitCode.USAGE);
            assertThat(said()).contains("Port " + busy.getLocalPort() + " is in use; MULTIGET_KAFKA_PORT asks for it");
        }
    }

    @Test
    void shouldTellWhichPipelineIsWrongBeforeAnythingIsStarted() throws Exception {
        Path pipeline = Files.writeString(folder.resolve("bad.yaml"), "version: 1\nnmae: x\n");

        Process up = run(Map.of("MULTIGET_PIPELINES", pipeline.toString()), "up");

        assertThat(up.waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(said()).contains("bad.yaml:2:1: unknown key 'nmae'", "did you mean 'name'?");
        assertThat(folder.resolve("data/logs")).doesNotExist();
    }

    private Process run(String... arguments) throws IOException {
        return run(Map.of(), arguments);
    }

    private Process run(Map<String, String> settings, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(HEARS_CTRL_C);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Multiget.class.getName()));
        command.addAll(List.of(arguments));
        int number = processes.size() + 1;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out-" + number).toFile())
                .redirectError(folder.resolve("err-" + number).toFile());
        builder.environment().clear();
        builder.environment().putAll(LocalSettings.isolatedEnvironment(folder.resolve("data")));
        builder.environment().putAll(settings);
        // Starts sooner, and so does all that it starts.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
    }

    private String said() throws IOException {
        return Files.readString(said("err"));
    }

    /** Where the latest process says what. */
    private Path said(String where) {
        return folder.resolve(where + "-" + processes.size());
    }
}
