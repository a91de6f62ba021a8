package io.multiget.runner.role;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether a process, which need not be our child, is still there. */
public final class Liveness {
    private static final long LOOK_NANOS = 10_000_000;

    private Liveness() {}

    /**
     * Not so for one that has ended and waits for its parent to take note, which in a container can be for ever; the JDK
     * takes such a process for alive.
     */
    public static boolean isThere(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    /** False if it is still there after {@code limit}, or when the thread is interrupted. */
    public static boolean awaitEnd(ProcessHandle process, Duration limit) {
        long started = System.nanoTime();
        while (isThere(process)) {
            if (System.nanoTime() - started > limit.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // After the name, which may hold anything, in brackets.
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false; // gone meanwhile, or not Linux
        }
    }
}
