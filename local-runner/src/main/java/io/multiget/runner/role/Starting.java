package io.multiget.runner.role;

import java.time.Duration;
import java.util.Optional;

/** Waits until a role that was launched says it is ready. */
final class Starting {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long PAUSE_MILLIS = 100;

    private Starting() {}

    static void await(Role role, Readiness readiness) {
        long started = System.nanoTime();
        Optional<String> missing = readiness.missing();
        while (missing.isPresent()) {
            if (!role.isAlive()) {
                int exitCode = role.exitCode().orElse(0);
                throw failed(role, "ended with exit code " + exitCode + " before it was ready", exitCode);
            }
            if (System.nanoTime() - started > LIMIT.toNanos()) {
                throw failed(role, "is not ready after " + LIMIT.toSeconds() + " s: " + missing.get());
            }
            pause(role);
            missing = readiness.missing();
        }
        if (!role.isAlive()) {
            throw failed(role, "ended, and something else answers in its place");
        }
    }

    static StartFailedException failed(Role role, String why) {
        return failed(role, why, 0);
    }

    private static StartFailedException failed(Role role, String why, int exitCode) {
        String message =
                "%s %s. The end of %s:%n%s".formatted(role.name(), why, role.logFile(), LogTail.of(role.logFile()));
        return new StartFailedException(message, exitCode);
    }

    private static void pause(Role role) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(role, "was interrupted while it started");
        }
    }
}
