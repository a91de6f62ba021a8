package io.multiget.ingest.landing;

import io.multiget.contract.Failure;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.Splitting;
import io.multiget.contract.UploadStatus;
import io.multiget.ingest.landing.SinkOffsets.Left;
import io.multiget.ingest.landing.TableRows.ByStatus;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of an upload on its way from its last line's bucket to its end: "landed" (D7) or, the same way, "cancelled".
 * Nothing of it has to survive a restart: the ends are noted anew then, a little later. One thread at a time.
 */
final class LandingUpload {
    private static final Logger LOG = LoggerFactory.getLogger(LandingUpload.class);
    /** The sink has committed its offsets after the rows; this only covers what nobody has thought of. */
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(10);

    /** So many offsets before an end there is some record left, as a rule; to read on is a connection for nothing. */
    private static final long FAR = 1_000;

    private static final Duration BETWEEN_FAR_READS = Duration.ofSeconds(2);

    /** How far the pipeline's sink is; see {@link SinkOffsets} and {@link TableRows}. */
    interface Reach {
        Map<TopicPartition, Long> ends();

        Map<TopicPartition, Long> committed();

        Map<TopicPartition, Left> left(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends);

        ByStatus rowsOf(UUID upload) throws SQLException;

        AttemptRows rowsOf(UUID upload, int attempt) throws SQLException;

        String tableName();
    }

    /** Where the end is written down; see {@link io.multiget.ingest.book.UploadBook#update}. */
    @FunctionalInterface
    interface Changes {
        Upload update(UUID id, UnaryOperator<Upload> change);
    }

    private final UUID id;
    private final int attempt;
    private final Reach sink;
    private final Changes book;
    private final Clock clock;

    /** What the sink has to pass, by partition; one that it has passed is taken out. */
    private @Nullable Map<TopicPartition, Long> ends;
    /** The committed offset at which a record was seen to be left; it is left until the offset moves. */
    private final Map<TopicPartition, Long> leftAt = new HashMap<>();

    private Instant readFarAt = Instant.MIN;

    private @Nullable Instant unequalSince;

    LandingUpload(UUID id, int attempt, Reach sink, Changes book, Clock clock) {
        this.id = id;
        this.attempt = attempt;
        this.sink = sink;
        this.book = book;
        this.clock = clock;
    }

    int attempt() {
        return attempt;
    }

    /**
     * Goes as far as it can for now.
     *
     * @param upload in the attempt that is finished, or was cancelled and has no line left in the topology
     * @param status of that attempt
     */
    void step(Upload upload, UploadStatus status) throws SQLException {
        boolean cancelledReplay = upload.wasCancelled() && upload.scope() != null;
        boolean hasNoRow = counted(status).equals(new ByStatus(0, 0)) && !cancelledReplay;
        if (hasNoRow) {
            end(upload, status);
        } else if (sinkHasPassed()) {
            if (cancelledReplay) {
                auditReplay(upload.splitting(), status);
            } else if (isRight(sink.rowsOf(id), counted(status))) {
                end(upload, status);
            }
        }
    }

    private static ByStatus counted(UploadStatus status) {
        return new ByStatus(status.rows().enriched(), status.rows().rejected());
    }

    private boolean sinkHasPassed() {
        if (ends == null) {
            ends = new HashMap<>(sink.ends());
        }
        Map<TopicPartition, Long> committed = sink.committed();
        Map<TopicPartition, Long> toAsk = new HashMap<>(ends);
        toAsk.keySet().removeIf(partition -> isStillLeft(partition, committed));
        if (clock.instant().isBefore(readFarAt)) {
            toAsk.entrySet().removeIf(end -> isFar(end, committed));
        } else {
            readFarAt = clock.instant().plus(BETWEEN_FAR_READS);
        }
        sink.left(committed, toAsk).forEach((partition, left) -> note(partition, left, committed));
        return ends.isEmpty();
    }

    private boolean isStillLeft(TopicPartition partition, Map<TopicPartition, Long> committed) {
        return committed.getOrDefault(partition, 0L).equals(leftAt.get(partition));
    }

    private static boolean isFar(Map.Entry<TopicPartition, Long> end, Map<TopicPartition, Long> committed) {
        return end.getValue() - committed.getOrDefault(end.getKey(), 0L) > FAR;
    }

    private void note(TopicPartition partition, Left left, Map<TopicPartition, Long> committed) {
        if (left == Left.A_RECORD) {
            leftAt.put(partition, committed.getOrDefault(partition, 0L));
        } else if (left == Left.NOTHING) {
            Objects.requireNonNull(ends).remove(partition);
        }
    }

    /** What a cancelled replay carries is only known from the table; what it has done is known from both. */
    private void auditReplay(Splitting splitting, UploadStatus status) throws SQLException {
        AttemptRows rows = sink.rowsOf(id, attempt);
        Splitting kept = rows.keptBy(splitting);
        ByStatus books = new ByStatus(
                status.rows().enriched() - splitting.carriedEnriched() + kept.carriedEnriched(),
                status.rows().rejected() - splitting.rejected() + kept.rejected());
        if (isRight(rows.all(), books)) {
            cancel(current -> kept);
        }
    }

    /** The books against the table: the whole upload, whichever attempt wrote a row. */
    private boolean isRight(ByStatus rows, ByStatus books) {
        if (rows.equals(books)) {
            return true;
        }
        if (unequalSince == null) {
            unequalSince = clock.instant();
        } else if (Duration.between(unequalSince, clock.instant()).compareTo(AUDIT_PATIENCE) >= 0) {
            fail(rows, books);
        }
        return false;
    }

    private void end(Upload upload, UploadStatus status) {
        if (upload.wasCancelled()) {
            ByStatus rows = counted(status);
            cancel(splitting -> splitting.ended(rows.enriched() + rows.rejected()));
        } else {
            land(status);
        }
    }

    private void land(UploadStatus status) {
        Instant now = clock.instant();
        Instant finishedAt = status.finishedAt() == null ? now : status.finishedAt();
        change(upload -> upload.finished(finishedAt).landed(now));
        LOG.info("Upload {} has landed, attempt {}", id, attempt);
    }

    private void cancel(UnaryOperator<Splitting> end) {
        change(upload -> upload.cancelled(end.apply(upload.splitting()), clock.instant()));
        LOG.info("Upload {} is cancelled, attempt {}", id, attempt);
    }

    private void fail(ByStatus rows, ByStatus books) {
        String message = "Table %s holds %d enriched and %d rejected rows of this upload, the status counts %d and %d."
                .formatted(sink.tableName(), rows.enriched(), rows.rejected(), books.enriched(), books.rejected());
        LOG.error("ALERT: upload {} is unbalanced. {}", id, message);
        change(upload -> upload.failed(new Failure("unbalanced", message), clock.instant()));
    }

    private void change(UnaryOperator<Upload> end) {
        book.update(id, upload -> upload.attempt() == attempt && !upload.state().isEnd() ? end.apply(upload) : upload);
    }
}
