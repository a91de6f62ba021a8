package io.multiget.runner;

import io.multiget.runner.role.Role;
import io.multiget.runner.role.StartFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Starts a process again that ended by itself, as a container's restart policy would: at once, then after longer and longer
 * waits, as what it needs may be about to come back too. One that ends again and again is given up.
 *
 * <p>Owned by the thread that calls {@link #look()}.
 */
final class Supervision {
    private static final int RESTARTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    /** Alive for so long, a process starts with a clean history. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final List<Role> roles;
    private final Consumer<Role> launch;
    private final Consumer<String> messages;
    private final LongSupplier nanos;
    private final Map<String, History> histories = new HashMap<>();

    /** How often a process was started again, and from when on it may be once more. */
    private record History(int restarts, long lastAt, long nextAt) {
        static History clean(long now) {
            return new History(0, now, now);
        }

        History plusOne(long now) {
            long wait = restarts == 0 ? 0 : FIRST_WAIT.toNanos() << (restarts - 1);
            return new History(restarts + 1, now, now + wait);
        }
    }

    Supervision(List<Role> roles, Consumer<Role> launch, Consumer<String> messages, LongSupplier nanos) {
        this.roles = roles;
        this.launch = launch;
        this.messages = messages;
        this.nanos = nanos;
    }

    /** @throws StartFailedException if a process is given up */
    void look() {
        long now = nanos.getAsLong();
        for (Role role : roles) {
            History history = histories.getOrDefault(role.name(), History.clean(now));
            if (role.isLost() && now >= history.nextAt()) {
                restart(role, now - history.lastAt() > FORGOTTEN.toNanos() ? History.clean(now) : history, now);
            }
        }
    }

    private void restart(Role role, History history, long now) {
        if (history.restarts() == RESTARTS) {
            throw new StartFailedException("%s has ended %d times in a row; its log is %s"
                    .formatted(role.name(), RESTARTS + 1, role.logFile()));
        }
        histories.put(role.name(), history.plusOne(now));
        messages.accept("%s has ended; starting it again, its log is %s".formatted(role.name(), role.logFile()));
        launch.accept(role);
    }
}
