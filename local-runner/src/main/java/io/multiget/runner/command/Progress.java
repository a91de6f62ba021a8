package io.multiget.runner.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows an upload's way: a bar that moves on a terminal, else a line now and then. Owned by one thread. */
final class Progress {
    private static final int BAR = 24;
    private static final Duration LINE_EVERY = Duration.ofSeconds(2);

    private final Console console;
    private @Nullable String last;
    private long lastAt;

    Progress(Console console) {
        this.console = console;
    }

    void show(UploadStatus status) {
        if (console.terminal()) {
            console.passing(bar(status) + " " + status.line());
            return;
        }
        String line = status.line();
        long now = System.nanoTime();
        if (!line.equals(last) && (last == null || status.ended() || now - lastAt >= LINE_EVERY.toNanos())) {
            console.say(line);
            last = line;
            lastAt = now;
        }
    }

    private static String bar(UploadStatus status) {
        // The last step is the table: full is when all is there.
        long whole = 2 * status.rows("total");
        long part = status.done() + status.rows("landed");
        int filled = !status.totalKnown() || whole == 0 ? 0 : (int) Math.min(BAR, BAR * part / whole);
        return "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "]";
    }
}
