package io.multiget.ingest.split;

import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.ReplayScope;
import io.multiget.contract.Upload.Splitting;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a replay is going to do.
 *
 * @param lines to be published again
 * @param splitting how the attempt begins: the lines it leaves alone keep their bucket
 */
public record ReplayStart(long lines, Splitting splitting) {

    /**
     * The replay of an upload that was read to its end.
     *
     * @param rows what the table holds of it
     */
    public static ReplayStart of(Upload upload, ReplayScope scope, EarlierRows.Counts rows) {
        Splitting before = upload.splitting();
        long published = upload.attempt() == 1
                ? before.admitted()
                : ReplayCheckpoint.from(before.checkpoint()).published();
        return scope == ReplayScope.ALL
                ? start(before, published, published, 0, 0)
                : start(before, published, rows.rejected(), rows.enriched(), rows.enriched());
    }

    private static ReplayStart start(
            Splitting before, long published, long lines, long carriedEnriched, long landedEnriched) {
        long total = Objects.requireNonNull(before.total(), "total");
        // What is rejected at input stays so; an attempt that was cancelled has left other rejects here too.
        List<RejectCount> atInput = before.rejectedBy().stream()
                .filter(count -> count.stage().equals(Reject.INPUT))
                .toList();
        long rejected = atInput.stream().mapToLong(RejectCount::count).sum();
        long carried = carriedEnriched + rejected;
        Splitting splitting = new Splitting(
                total,
                carried,
                before.blank(),
                atInput,
                carriedEnriched,
                landedEnriched + rejected,
                total - carried - lines,
                new ReplayCheckpoint(published, Map.of()).toMap(),
                before.published());
        return new ReplayStart(lines, splitting);
    }
}
