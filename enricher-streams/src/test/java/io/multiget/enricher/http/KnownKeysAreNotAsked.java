package io.multiget.enricher.http;

import io.multiget.contract.LookupKey;
import io.multiget.contract.RowOutcome;
import io.multiget.contract.pipeline.CachePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Nobody asks about a key whose answer is committed in a row and has had the time to reach everybody, where answers are
 * believed for long. Only for runs without crashes, as those cost repeats.
 */
final class KnownKeysAreNotAsked {
    private static final Duration SHARING = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final Map<LookupKey, Long> knownFrom = new HashMap<>();

    KnownKeysAreNotAsked(Scenario scenario) {
        this.scenario = scenario;
    }

    void committed(RowOutcome row, long now) {
        if (row instanceof RowOutcome.Enriched) {
            String item = String.valueOf(row.columns().get("id"));
            Market.Links its = scenario.market.links(item);
            long everywhere = now + 2 * (scenario.commitInterval + scenario.lateness) + SHARING.toNanos();
            knownFrom.putIfAbsent(new LookupKey(Market.ITEM, item), everywhere);
            knownFrom.putIfAbsent(new LookupKey(Market.SELLER, its.seller()), everywhere);
            if (its.category() != null) {
                knownFrom.putIfAbsent(new LookupKey(Market.CATEGORY, its.category()), everywhere);
            }
        }
    }

    void asks(Question question, long now) {
        Long known = knownFrom.get(new LookupKey(question.lookup().name(), question.key()));
        boolean believed = question.lookup().cache().equals(CachePolicy.DEFAULT) && scenario.isUndisturbed();
        Broken.when(believed && known != null && known < now, "%s is asked, and was known", question.key());
    }
}
