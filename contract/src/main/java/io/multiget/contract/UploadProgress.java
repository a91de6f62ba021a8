package io.multiget.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one task of the topology is with one attempt of an upload. Absolute since the attempt began, not an increment:
 * the newest of a task replaces the ones before (D6).
 *
 * @param task which task speaks, such as {@code orders-3} (pipeline and partition); stays the same when the task moves
 * @param withdrawn lines that a cancel has taken out before they had an outcome; zero in a word of before there were any
 */
public record UploadProgress(
        UUID uploadId,
        int attempt,
        String task,
        long enriched,
        List<RejectCount> rejectedBy,
        long withdrawn,
        List<LookupCounts> lookups,
        @Nullable Waiting waiting) {
    public UploadProgress {
        rejectedBy = List.copyOf(rejectedBy);
        lookups = List.copyOf(lookups);
    }

    /** Lines rejected, whatever the reason. */
    public long rejected() {
        return rejectedBy.stream().mapToLong(RejectCount::count).sum();
    }

    /** Lines that the task is done with, whatever they ended as. */
    public long done() {
        return enriched + rejected() + withdrawn;
    }
}
