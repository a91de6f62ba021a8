package io.multiget.runner;

import io.multiget.runner.role.Liveness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Ends what a killed launcher left. Its children stop by themselves when it is gone; this waits for them, and then no longer. */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /** The caller holds the lock on {@code dataDir}, so no launcher is alive there. */
    static void end(Path dataDir) {
        List<ProcessHandle> processes =
                RunFile.read(dataDir).map(RunFile::leftovers).orElse(List.of());
        processes.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        processes.forEach(process -> endBy(deadline, process));
        RunFile.delete(dataDir);
    }

    private static void endBy(long deadline, ProcessHandle process) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!Liveness.awaitEnd(process, left)) {
            process.destroyForcibly();
            Liveness.awaitEnd(process, PATIENCE);
        }
    }
}
