package io.multiget.runner.command;

import java.io.IOException;
import java.time.Duration;

/** Asks for an upload's status until it has ended. Owned by one thread. */
final class Follow {
    private static final Duration EVERY = Duration.ofMillis(250);
    /** A service that was killed is back in seconds; a broker that recovers takes longer. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final UploadClient client;
    private final Progress progress;
    private final Session session;

    Follow(UploadClient client, Progress progress, Session session) {
        this.client = client;
        this.progress = progress;
        this.session = session;
    }

    /**
     * The status at the end of this attempt, or a later one.
     *
     * @throws CommandException if the system is lost, or does not answer for too long
     */
    UploadStatus untilEnd(String id, int attempt) {
        long answered = System.nanoTime();
        while (true) {
            session.check();
            try {
                UploadStatus status = new UploadStatus(client.status(id));
                answered = System.nanoTime();
                progress.show(status);
                if (status.ended() && status.attempt() >= attempt) {
                    return status;
                }
            } catch (IOException e) {
                if (System.nanoTime() - answered > SILENCE.toNanos()) {
                    throw CommandException.noSystem(
                            "No status for %d s: %s".formatted(SILENCE.toSeconds(), e.getMessage()));
                }
            }
            Pause.of(EVERY);
        }
    }
}
