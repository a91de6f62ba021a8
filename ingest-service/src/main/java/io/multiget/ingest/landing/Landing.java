package io.multiget.ingest.landing;

import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.split.FinishedLines;
import io.multiget.ingest.status.Statuses;
import io.multiget.ingest.status.UploadStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every upload of this instance to its end, "landed" or "cancelled": when its last line has its bucket, it waits until
 * the sink has taken all of its rows, counts them, and writes the word into the book. A few uploads land at the same time;
 * one with many rows to count holds up nobody else.
 */
final class Landing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Landing.class);
    /** How late the word may be given; each look costs a few calls to the broker for each upload that lands. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final int AT_ONCE = 4;

    private final UploadBook book;
    private final Statuses statuses;
    private final FinishedLines finished;
    private final Map<String, Sink> sinks;
    private final Clock clock;
    private final Map<UUID, LandingUpload> landing = new ConcurrentHashMap<>();
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looker;
    private final ExecutorService steps;

    /** @param sinks by pipeline */
    Landing(UploadBook book, Statuses statuses, FinishedLines finished, Map<String, Sink> sinks, Clock clock) {
        this.book = book;
        this.statuses = statuses;
        this.finished = finished;
        this.sinks = Map.copyOf(sinks);
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.looker = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "landing"));
        this.steps = Executors.newFixedThreadPool(AT_ONCE, task -> daemon(task, "landing-" + number.incrementAndGet()));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins with what was left when the process ended, once the book is loaded. */
    void start() {
        looker.scheduleWithFixedDelay(this::lookAtAll, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAtAll() {
        for (Upload upload : book.uploads()) {
            UUID id = upload.uploadId();
            if (upload.state().isEnd()) {
                landing.remove(id);
            } else if (upload.allPublished() && busy.add(id)) {
                lookAt(upload);
            }
        }
    }

    private void lookAt(Upload upload) {
        Optional<UploadStatus> over = over(upload);
        Sink sink = sinks.get(upload.pipeline());
        if (over.isEmpty() || sink == null) {
            busy.remove(upload.uploadId());
            return;
        }
        LandingUpload next = landingOf(upload, sink);
        steps.execute(() -> step(upload, next, over.get()));
    }

    /** The status of an attempt that has no line left in the topology, and gets none. */
    private Optional<UploadStatus> over(Upload upload) {
        boolean drained = upload.state() == UploadState.CANCELLING
                && finished.finished(upload.uploadId(), upload.attempt())
                        >= upload.splitting().admitted();
        UploadState wanted = drained ? UploadState.CANCELLING : UploadState.FINISHED;
        return status(upload).filter(status -> status.state() == wanted && status.attempt() == upload.attempt());
    }

    private Optional<UploadStatus> status(Upload upload) {
        try {
            return statuses.merged(upload.uploadId());
        } catch (UploadStore.NotRestoredException e) {
            return Optional.empty();
        }
    }

    private LandingUpload landingOf(Upload upload, Sink sink) {
        return landing.compute(
                upload.uploadId(),
                (id, known) -> known != null && known.attempt() == upload.attempt()
                        ? known
                        : new LandingUpload(id, upload.attempt(), sink, book::update, clock));
    }

    private void step(Upload upload, LandingUpload next, UploadStatus status) {
        UUID id = upload.uploadId();
        try {
            next.step(upload, status);
        } catch (SQLException e) {
            LOG.debug("Upload {} does not land yet: {}", id, Database.reason(e));
        } catch (KafkaException | BookUnavailableException e) {
            LOG.debug("Upload {} does not land yet: {}", id, e.getMessage());
        } finally {
            busy.remove(id);
        }
    }

    @Override
    public void close() {
        looker.shutdownNow();
        steps.shutdownNow();
    }
}
