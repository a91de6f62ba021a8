package io.multiget.ingest.split;

import io.multiget.contract.Upload;
import io.multiget.contract.Upload.Splitting;
import io.multiget.contract.UploadState;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.kafka.Transaction;
import io.multiget.ingest.kafka.TransactionalWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload on its way into the topics, a turn at a time. Turns are taken by one thread at a time, maybe another one each
 * time; the window is asked by others too, under its own lock.
 */
final class Attempt {
    private static final long MOST_LINES = 2_000;
    /** Below this a transaction is mostly overhead; fewer are sent when the window is smaller. */
    private static final long FEWEST_LINES = 500;

    private static final long CHUNK_NANOS = Duration.ofMillis(100).toNanos();

    private final UUID id;
    private final UploadBook book;
    private final LineSources sources;
    private final FinishedLines finished;
    private final Window window;
    private @Nullable LineSource source;

    /** What a turn came to. */
    enum Step {
        /** There is more to do at once. */
        AGAIN,
        /** There is more to do once the topology has finished some. */
        WINDOW_FULL,
        /** Nothing is to be done until the upload is changed by somebody. */
        DONE
    }

    Attempt(UUID id, UploadBook book, LineSources sources, FinishedLines finished, Window window) {
        this.id = id;
        this.book = book;
        this.sources = sources;
        this.finished = finished;
        this.window = window;
    }

    UUID id() {
        return id;
    }

    /**
     * Publishes the next chunk, if there is one and the window has room.
     *
     * @throws org.apache.kafka.common.KafkaException or {@link io.multiget.ingest.book.BookUnavailableException} when
     *     Kafka does not play along: {@link #reset()}, and another turn later
     */
    Step turn(TransactionalWriter writer) throws IOException {
        Upload upload = book.settled(id);
        if (upload.state() != UploadState.RUNNING || upload.splitting().allRead()) {
            reset();
            return Step.DONE;
        }
        long room = room(upload);
        if (room < fewest()) {
            return Step.WINDOW_FULL;
        }
        return publish(upload, writer, Math.min(room, MOST_LINES));
    }

    private Step publish(Upload upload, TransactionalWriter writer, long most) throws IOException {
        try (Transaction transaction = writer.begin()) {
            boolean more = source(upload).send(transaction, most, System.nanoTime() + CHUNK_NANOS);
            transaction.flush();
            Splitting after = source(upload).advance(upload.splitting(), transaction);
            if (!more && !after.allRead()) {
                throw new IllegalStateException(
                        "upload " + id + " ended after " + after.read() + " of " + after.total() + " lines");
            }
            Optional<Upload> written = book.commit(id, transaction, current -> step(upload, current, after));
            if (written.isEmpty()) {
                reset();
                return Step.AGAIN;
            }
            synchronized (window) {
                window.admitted(upload.splitting().admitted(), System.nanoTime());
            }
            return Step.AGAIN;
        }
    }

    /** Calls the chunk off if somebody has paused, cancelled or ended the upload meanwhile. */
    private static Optional<Upload> step(Upload before, Upload current, Splitting after) {
        boolean goesOn = current.state() == UploadState.RUNNING
                && current.attempt() == before.attempt()
                && current.splitting().checkpoint().equals(before.splitting().checkpoint());
        return goesOn ? Optional.of(current.withSplitting(after)) : Optional.empty();
    }

    private LineSource source(Upload upload) throws IOException {
        LineSource open = source;
        if (open == null) {
            open = sources.open(upload);
            source = open;
        }
        return open;
    }

    /** Forgets what was read and not committed; the next turn opens the lines at the checkpoint. */
    void reset() throws IOException {
        LineSource open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    /** Looks how far the topology is. @return whether a turn would publish something */
    boolean observe() {
        Optional<Upload> upload = book.find(id);
        if (upload.isEmpty() || upload.get().state() != UploadState.RUNNING) {
            return true;
        }
        synchronized (window) {
            long done = finished.finished(id, upload.get().attempt());
            window.observe(upload.get().splitting().admitted(), done, System.nanoTime());
        }
        return room(upload.get()) >= fewest();
    }

    private long room(Upload upload) {
        synchronized (window) {
            long inTopology = upload.splitting().admitted() - finished.finished(id, upload.attempt());
            return window.size() - inTopology;
        }
    }

    long windowSize() {
        synchronized (window) {
            return window.size();
        }
    }

    private long fewest() {
        synchronized (window) {
            return Math.max(1, Math.min(FEWEST_LINES, window.size() / 2));
        }
    }
}
