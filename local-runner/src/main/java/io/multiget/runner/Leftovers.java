package io.multiget.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        try {
            process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for process " + process.pid(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
