package io.multiget.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload as the ingest instance that owns it knows it: who, what, and how far it is published. Written by its owner
 * alone; what the topology did with the lines is {@link UploadProgress}.
 *
 * @param file the client's name for it; data, never a path
 * @param bytes the spooled body's size
 * @param digest SHA-256 of the body, in hex
 * @param owner the ingest instance that holds the file
 * @param reading how the file is to be read
 * @param attempt 1 for the upload itself, one more with each replay
 * @param scope what the attempt replays; absent for the first
 * @param state as far as the owner decides it
 * @param splitting how far the attempt's lines are published
 * @param error present exactly when {@code state} is {@link UploadState#FAILED}
 */
public record Upload(
        UUID uploadId,
        String pipeline,
        String file,
        long bytes,
        String digest,
        String owner,
        @Nullable String idempotencyKey,
        Reading reading,
        int attempt,
        @Nullable ReplayScope scope,
        UploadState state,
        Splitting splitting,
        @Nullable Failure error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant landedAt) {

    /** Whether the attempt publishes nothing any more: all is read, or the rest was given up. */
    public boolean allPublished() {
        return state == UploadState.CANCELLING || state.isEnd() || splitting.allRead();
    }

    /** Whether the attempt was called off, be it at its end by now or not. */
    public boolean wasCancelled() {
        return state == UploadState.CANCELLING || state == UploadState.CANCELLED;
    }

    /** This upload in another state, all else equal. */
    public Upload withState(UploadState state) {
        return copy(state, splitting, error, startedAt, finishedAt, landedAt);
    }

    /** This upload with more of it published. */
    public Upload withSplitting(Splitting splitting) {
        return copy(state, splitting, error, startedAt, finishedAt, landedAt);
    }

    /** Splitting has begun. */
    public Upload started(Instant at) {
        return copy(UploadState.RUNNING, splitting, error, at, finishedAt, landedAt);
    }

    /** Every line has its bucket. */
    public Upload finished(Instant at) {
        return copy(UploadState.FINISHED, splitting, error, startedAt, at, landedAt);
    }

    /** Every row is in the table. */
    public Upload landed(Instant at) {
        return copy(UploadState.LANDED, splitting, error, startedAt, finishedAt, at);
    }

    /** Every line has its bucket, and every row is in the table. */
    public Upload cancelled(Splitting end, Instant at) {
        return copy(UploadState.CANCELLED, end, error, startedAt, at, landedAt);
    }

    /** Nothing more will happen, for this reason. */
    public Upload failed(Failure failure, Instant at) {
        return copy(UploadState.FAILED, splitting, failure, startedAt, at, landedAt);
    }

    /** The next attempt, about to publish lines again. */
    public Upload replayed(ReplayScope scope, Splitting start, Instant at) {
        return new Upload(
                uploadId,
                pipeline,
                file,
                bytes,
                digest,
                owner,
                idempotencyKey,
                reading,
                attempt + 1,
                scope,
                UploadState.RUNNING,
                start,
                null,
                createdAt,
                at,
                null,
                null);
    }

    private Upload copy(
            UploadState newState,
            Splitting newSplitting,
            @Nullable Failure newError,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Instant landed) {
        return new Upload(
                uploadId,
                pipeline,
                file,
                bytes,
                digest,
                owner,
                idempotencyKey,
                reading,
                attempt,
                scope,
                newState,
                newSplitting,
                newError,
                createdAt,
                started,
                finished,
                landed);
    }

    /** How the file is to be read; what is absent is found by looking. */
    public record Reading(
            String format,
            @Nullable String delimiter,
            @Nullable String encoding,
            @Nullable Boolean header) {}

    /** Which of an upload's lines a replay publishes again. */
    public enum ReplayScope {
        /** Every line that was published. */
        @JsonProperty("all")
        ALL,
        /** The lines that a lookup or the output has rejected. */
        @JsonProperty("rejected")
        REJECTED
    }

    /**
     * How far the attempt's lines are published.
     *
     * @param total input lines of the whole upload; absent until the file has been read to its end
     * @param read lines published or rejected at input; in a replay, the lines carried over count from the start
     * @param rejectedBy lines rejected at input; in a replay, also the carried ones
     * @param carriedEnriched lines that keep the bucket "enriched" without being replayed; 0 in a first attempt
     * @param carriedLanded lines that are in the table already and not replayed; 0 in a first attempt
     * @param unprocessed lines never published because of a cancel; once the attempt is {@link UploadState#CANCELLED},
     *     all lines without a row
     * @param checkpoint where to go on; what is in it is the splitter's business
     * @param published the offsets of the first attempt's records, by partition of the records topic
     */
    public record Splitting(
            @Nullable Long total,
            long read,
            long blank,
            List<RejectCount> rejectedBy,
            long carriedEnriched,
            long carriedLanded,
            long unprocessed,
            Map<String, Long> checkpoint,
            Map<Integer, OffsetRange> published) {
        /** Nothing read yet. */
        public static final Splitting START = new Splitting(null, 0, 0, List.of(), 0, 0, 0, Map.of(), Map.of());

        public Splitting {
            rejectedBy = List.copyOf(rejectedBy);
            checkpoint = Map.copyOf(checkpoint);
            published = Map.copyOf(published);
        }

        /** Lines rejected before the topology saw them. */
        public long rejected() {
            return rejectedBy.stream().mapToLong(RejectCount::count).sum();
        }

        /** Lines of this attempt that the topology has been given; it finishes each of them. */
        public long admitted() {
            return read - carriedEnriched - rejected();
        }

        /** Whether no line is left to read. */
        public boolean allRead() {
            return total != null && read + unprocessed == total;
        }

        /** The same with the number of lines known. */
        public Splitting counted(long lines, long blankLines) {
            return new Splitting(
                    lines,
                    read,
                    blankLines,
                    rejectedBy,
                    carriedEnriched,
                    carriedLanded,
                    unprocessed,
                    checkpoint,
                    published);
        }

        /** The same at a cancel's end: so many lines have a row, and all the others stay without. */
        public Splitting ended(long rows) {
            return withoutOutcome(rows);
        }

        /** The same with every line given up that is not published yet. */
        public Splitting cancelled() {
            return withoutOutcome(read);
        }

        private Splitting withoutOutcome(long done) {
            return new Splitting(
                    total,
                    read,
                    blank,
                    rejectedBy,
                    carriedEnriched,
                    carriedLanded,
                    total == null ? 0 : total - done,
                    checkpoint,
                    published);
        }
    }
}
