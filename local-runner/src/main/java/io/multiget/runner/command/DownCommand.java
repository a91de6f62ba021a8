package io.multiget.runner.command;

import io.multiget.runner.LocalSettings;
import io.multiget.runner.RunFile;
import io.multiget.runner.role.Liveness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code multiget down}: ends the system that {@code up} or {@code enrich --keep} started. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the system that runs, such as one that `enrich --keep` has left. The data stays.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Sessions sessions;

    DownCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() {
        Path dataDir = LocalSettings.dataDir(sessions.environment());
        Optional<ProcessHandle> launcher = RunFile.launcher(dataDir);
        if (launcher.isEmpty()) {
            sessions.console().say("No system runs in " + dataDir);
            return 0;
        }
        sessions.console().say("Stopping the system in " + dataDir);
        launcher.get().destroy();
        if (!Liveness.awaitEnd(launcher.get(), PATIENCE)) {
            throw CommandException.noSystem("It has not stopped in %d s; its launcher is process %d"
                    .formatted(PATIENCE.toSeconds(), launcher.get().pid()));
        }
        return 0;
    }
}
