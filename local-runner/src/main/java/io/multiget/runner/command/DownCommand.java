package io.multiget.runner.command;

import io.multiget.runner.LocalSettings;
import io.multiget.runner.RunFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code multiget down}: ends the system that {@code up} or {@code enrich --keep} started. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the system that runs, such as one that `enrich --keep` has left. The data stays.")
final class DownCommand implements Callable<Integer> {
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
        launcher.get().destroy();
        launcher.get().onExit().join();
        return 0;
    }
}
