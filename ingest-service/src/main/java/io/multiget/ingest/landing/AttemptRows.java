package io.multiget.ingest.landing;

import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload.Splitting;
import io.multiget.ingest.landing.TableRows.ByStatus;
import java.util.List;
import java.util.Objects;

/**
 * The rows of an upload in the middle of a replay.
 *
 * @param written by the replay
 * @param enriched left as attempts before it wrote them
 * @param rejected likewise
 */
record AttemptRows(ByStatus written, long enriched, List<RejectCount> rejected) {
    AttemptRows {
        rejected = List.copyOf(rejected);
    }

    ByStatus all() {
        return written.plus(new ByStatus(enriched, rejectedBefore()));
    }

    private long rejectedBefore() {
        return rejected.stream().mapToLong(RejectCount::count).sum();
    }

    /**
     * How a replay stands that ends here because it was cancelled: a line it has not come to, or has withdrawn, keeps the
     * bucket it had.
     */
    Splitting keptBy(Splitting replay) {
        long total = Objects.requireNonNull(replay.total(), "total");
        long kept = enriched + rejectedBefore();
        long rows = written.enriched() + written.rejected() + kept;
        return new Splitting(
                total,
                Math.max(replay.read(), rows),
                replay.blank(),
                rejected,
                enriched,
                kept,
                total - rows,
                replay.checkpoint(),
                replay.published());
    }
}
