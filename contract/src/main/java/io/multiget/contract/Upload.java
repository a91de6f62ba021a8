package io.multiget.contract;

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

    /** How the file is to be read; what is absent is found by looking. */
    public record Reading(
            String format,
            @Nullable String delimiter,
            @Nullable String encoding,
            @Nullable Boolean header) {}

    /** Which of an upload's lines a replay publishes again. */
    public enum ReplayScope {
        ALL,
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
     * @param unprocessed lines never published because of a cancel
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
    }
}
