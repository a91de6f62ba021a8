package io.multiget.runner.command;

import io.multiget.runner.RunFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A system that another process holds; it outlives the session. */
final class FoundSession implements Session {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration EVERY = Duration.ofMillis(100);

    private final Path dataDir;
    private final URI ingest;
    private final int postgresPort;

    private FoundSession(Path dataDir, RunFile run) {
        this.dataDir = dataDir;
        this.ingest = URI.create(run.urls().get("ingest-1"));
        this.postgresPort = run.ports().get("MULTIGET_POSTGRES_PORT");
    }

    /**
     * The one that runs now; waits while it starts. Empty if there is none, or its launcher ends meanwhile.
     *
     * @throws CommandException if it does not become ready
     */
    static Optional<Session> find(Path dataDir) {
        long started = System.nanoTime();
        Optional<RunFile> run = RunFile.running(dataDir);
        while (run.isPresent() && !run.get().ready()) {
            if (System.nanoTime() - started > PATIENCE.toNanos()) {
                throw CommandException.noSystem("The system in %s has not become ready in %d s; its logs are in %s"
                        .formatted(dataDir, PATIENCE.toSeconds(), dataDir.resolve("logs")));
            }
            Pause.of(EVERY);
            run = RunFile.running(dataDir);
        }
        return run.map(found -> new FoundSession(dataDir, found));
    }

    @Override
    public URI ingest() {
        return ingest;
    }

    @Override
    public int postgresPort() {
        return postgresPort;
    }

    @Override
    public boolean ends() {
        return false;
    }

    @Override
    public void check() {
        if (RunFile.running(dataDir).isEmpty()) {
            throw CommandException.noSystem(
                    "The system in " + dataDir + " was stopped; what it had begun goes on when it runs again");
        }
    }

    @Override
    public void close() {
        // Another process holds it.
    }
}
