package io.multiget.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The status answer: everything a person or a script may ask about an upload. Its JSON is the HTTP contract.
 *
 * @param rate lines finished a second, lately; over the whole attempt once it is finished
 * @param waiting present when {@code state} is {@link UploadState#WAITING}, or when something holds a cancel up
 */
public record UploadStatus(
        UUID uploadId,
        String pipeline,
        String file,
        int attempt,
        UploadState state,
        Rows rows,
        List<StageCounts> stages,
        List<RejectCount> rejectedBy,
        double rate,
        @Nullable Long etaSeconds,
        @Nullable Waiting waiting,
        @Nullable Failure error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant landedAt) {
    public UploadStatus {
        stages = List.copyOf(stages);
        rejectedBy = List.copyOf(rejectedBy);
    }

    /**
     * The books: {@code total = enriched + rejected + unprocessed + inFlight}, with {@code read} for {@code total} while
     * that is not known.
     *
     * @param unprocessed lines that a cancel has left without an outcome
     * @param withdrawn those of them that had been published, and were taken back from the topology
     * @param landed lines whose row is in the table
     */
    public record Rows(
            @Nullable Long total,
            long read,
            long blank,
            long enriched,
            long rejected,
            long unprocessed,
            long withdrawn,
            long inFlight,
            long landed) {
        /** Books of an upload that nobody has cancelled while lines of it were in the topology. */
        public Rows(
                @Nullable Long total,
                long read,
                long blank,
                long enriched,
                long rejected,
                long unprocessed,
                long inFlight,
                long landed) {
            this(total, read, blank, enriched, rejected, unprocessed, 0, inFlight, landed);
        }
    }
}
