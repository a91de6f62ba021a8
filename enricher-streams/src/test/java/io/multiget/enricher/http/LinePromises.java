package io.multiget.enricher.http;

import io.multiget.contract.LookupKey;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.RowKey;
import io.multiget.contract.RowOutcome;
import io.multiget.contract.UploadProgress;
import io.multiget.enricher.lookup.TaskStores;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Every line ends exactly once in what is committed, as its keys deserve; and at every commit the books say what the rows
 * say.
 */
final class LinePromises {
    private final Market market;
    private final Set<LookupKey> unlucky;
    private final Set<RowKey> rows = new HashSet<>();

    /** @param unlucky keys that were given up, and fairly, though the API has an answer */
    LinePromises(Market market, Set<LookupKey> unlucky) {
        this.market = market;
        this.unlucky = unlucky;
    }

    void committed(Partition partition, List<RowOutcome> more) {
        for (RowOutcome row : more) {
            Broken.when(!rows.add(row.key()), "row %d ended twice", row.key().row());
            judge(row);
        }
        TaskStores.Books books = partition.books();
        long enriched = partition.rows().stream()
                .filter(RowOutcome.Enriched.class::isInstance)
                .count();
        long waiting = partition.offset() - partition.rows().size() - books.withdrawn();
        Broken.when(
                books.enriched() != enriched
                        || books.rejected() != partition.rows().size() - enriched
                        || books.pending() != waiting,
                "%s, and there are %d rows, %d of them enriched, and %d lines wait",
                books,
                partition.rows().size(),
                enriched,
                waiting);
    }

    private void judge(RowOutcome row) {
        String item = String.valueOf(row.columns().get("id"));
        Market.Links links = market.links(item);
        if (row instanceof RowOutcome.Rejected rejected) {
            String stage = rejected.reject().stage();
            String key = stage.equals(Market.ITEM)
                    ? item
                    : stage.equals(Market.SELLER) ? links.seller() : String.valueOf(links.category());
            Broken.when(
                    !isFair(stage, key, rejected.reject().code()),
                    "row %d was rejected: %s, and %s is %s",
                    row.key().row(),
                    rejected.reject(),
                    key,
                    market.fate(stage, key));
            return;
        }
        expect(row, Market.ITEM, item);
        expect(row, Market.SELLER, links.seller());
        if (links.category() != null) {
            expect(row, Market.CATEGORY, links.category());
        }
    }

    private boolean isFair(String stage, String key, String code) {
        return switch (code) {
            case "not_found" -> market.fate(stage, key) == Fate.UNKNOWN && !stage.equals(Market.SELLER);
            case "refused" -> market.fate(stage, key) == Fate.REFUSED;
            case "missing_in_answer" -> market.fate(stage, key) == Fate.MISSING;
            default -> unlucky.contains(new LookupKey(stage, key));
        };
    }

    private void expect(RowOutcome row, String lookup, String key) {
        boolean optional = lookup.equals(Market.SELLER) && market.fate(lookup, key) == Fate.UNKNOWN;
        String expected = optional ? null : Market.nameOf(key);
        Object actual = row.columns().get(lookup);
        Broken.when(
                !Objects.equals(actual, expected),
                "row %d has %s, and not %s",
                row.key().row(),
                actual,
                expected);
    }

    /** To be asked at the end: the last that was told is the whole truth, and only what is cancelled has no row. */
    void judgeStatus(Partition partition) {
        Collection<UploadProgress> told = partition.status();
        long rowsTold =
                told.stream().mapToLong(p -> p.enriched() + p.rejected()).sum();
        long withdrawnTold = told.stream().mapToLong(UploadProgress::withdrawn).sum();
        List<RecordEvent> missing = missing(partition);
        Broken.when(
                rowsTold != partition.rows().size() || withdrawnTold != missing.size(),
                "partition %d has %d rows and %d lines without, and told last: %s",
                partition.number(),
                partition.rows().size(),
                missing.size(),
                told);
        Broken.when(
                !missing.stream().allMatch(Scenario::isDoomed),
                "lines of an upload were withdrawn that nobody cancelled: %s",
                missing);
        Broken.when(told.stream().anyMatch(p -> p.waiting() != null), "%s, and nothing waits", told);
    }

    /** Lines without a row. */
    List<RecordEvent> missing(Partition partition) {
        return partition.input().stream()
                .map(Scenario.Arrival::line)
                .filter(line -> !rows.contains(line.key()))
                .toList();
    }
}
