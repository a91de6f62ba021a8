package io.multiget.runner;

import io.multiget.runner.role.Role;
import io.multiget.runner.role.StartFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Starts a process again that ended by itself, as a container's restart policy would. One that ends again and again is given
 * up.
 *
 * <p>Owned by the thread that calls {@link #look()}.
 */
final class Supervision {
    private static final int RESTARTS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final List<Role> roles;
    private final Consumer<Role> start;
    private final Consumer<String> messages;
    private final Map<String, Deque<Long>> restarts = new HashMap<>();

    Supervision(List<Role> roles, Consumer<Role> start, Consumer<String> messages) {
        this.roles = roles;
        this.start = start;
        this.messages = messages;
    }

    /** @throws StartFailedException if a process is given up */
    void look() {
        for (Role role : roles) {
            if (role.isLost()) {
                restart(role);
            }
        }
    }

    private void restart(Role role) {
        Deque<Long> times = restarts.computeIfAbsent(role.name(), name -> new ArrayDeque<>());
        long now = System.nanoTime();
        times.removeIf(time -> now - time > WITHIN.toNanos());
        if (times.size() >= RESTARTS) {
            throw new StartFailedException("%s has ended %d times in %d minutes; its log is %s"
                    .formatted(role.name(), RESTARTS + 1, WITHIN.toMinutes(), role.logFile()));
        }
        times.add(now);
        messages.accept("%s has ended; starting it again, its log is %s".formatted(role.name(), role.logFile()));
        try {
            start.accept(role);
        } catch (StartFailedException e) {
            // It counts as one more end: the next look finds it lost, or alive and only slow.
            messages.accept(e.getMessage());
        }
    }
}
