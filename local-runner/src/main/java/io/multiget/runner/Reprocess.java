package io.multiget.runner;

import io.multiget.runner.role.Folder;
import io.multiget.runner.role.Liveness;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lets a pipeline's enricher begin anew on all the records that its topic still has: Kafka's own reset tool deletes what the
 * topology keeps in Kafka and sets its offsets back, and its state on disk goes as well. What is shared between the instances
 * ({@code <pipeline>.lookups}) stays.
 *
 * @param dataDir of a system that runs
 */
public record Reprocess(Path dataDir, String pipeline) {
    private static final String TOOL = "org.apache.kafka.tools.StreamsResetter";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Returns when the enrichers may work again.
     *
     * @param messages told each step
     * @throws SettingException if the tool refuses, such as for a pipeline that does not exist
     */
    public void run(Consumer<String> messages) throws IOException {
        RunFile run = RunFile.running(dataDir).orElseThrow(() -> new SettingException("No system runs in " + dataDir));
        messages.accept("Stopping the enrichers");
        Hold.ask(dataDir);
        try {
            awaitStopped(run);
            messages.accept("Resetting " + applicationId());
            reset(run.urls().getOrDefault("kafka", ""));
            deleteState();
        } finally {
            Hold.release(dataDir);
        }
        messages.accept("The enrichers start and read " + pipeline + ".records from its beginning");
    }

    private String applicationId() {
        return "multiget-" + pipeline;
    }

    private static void awaitStopped(RunFile run) {
        boolean stopped = run.processes().entrySet().stream()
                .filter(process -> process.getKey().startsWith("enricher-"))
                .flatMap(process -> process.getValue().alive().stream())
                .allMatch(process -> Liveness.awaitEnd(process, PATIENCE));
        if (!stopped) {
            throw new SettingException("The enrichers have not stopped in %d s: is the launcher a `multiget` command?"
                    .formatted(PATIENCE.toSeconds()));
        }
    }

    private void reset(String bootstrapServers) throws IOException {
        Path log = dataDir.resolve("logs").resolve("reset.log");
        Process tool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Duser.timezone=UTC",
                        "-Dlogback.configurationFile=logback-child.xml",
                        "-cp",
                        Home.find().processClassPath("local-runner"),
                        TOOL,
                        "--bootstrap-server",
                        bootstrapServers,
                        "--application-id",
                        applicationId(),
                        "--input-topics",
                        pipeline + ".records",
                        // A static member that was stopped is still in the group until its session ends.
                        "--force"))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (tool.onExit().join().exitValue() != 0) {
            throw new SettingException("%s could not be reset:%n%s".formatted(applicationId(), Files.readString(log)));
        }
    }

    /** The application's folder of each instance. */
    private void deleteState() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.find(
                dataDir,
                4,
                (path, attributes) -> attributes.isDirectory()
                        && path.getFileName().toString().equals(applicationId())
                        && dataDir.relativize(path).getName(0).toString().startsWith("enricher-"))) {
            folders = found.toList();
        }
        for (Path folder : folders) {
            Folder.delete(folder);
        }
    }
}
