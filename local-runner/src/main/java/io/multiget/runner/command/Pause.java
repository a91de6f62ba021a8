package io.multiget.runner.command;

import java.time.Duration;

/** The time between two looks. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.noSystem("interrupted");
        }
    }
}
