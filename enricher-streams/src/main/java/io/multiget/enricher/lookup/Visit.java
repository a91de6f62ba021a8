package io.multiget.enricher.lookup;

import io.multiget.contract.Reject;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Stage;
import io.multiget.enricher.http.KeyResult;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line in a stage: what the stage has heard about it so far. Complete when every lookup of the stage has spoken; so
 * the reason of a rejection does not depend on who was faster. Owned by one stream thread.
 */
final class Visit {
    private static final KeyResult NOTHING_TO_ASK = new KeyResult.Found(Map.of());

    private final Stage stage;
    private final Pending pending;
    private final Mailbox.LineAsker asker;
    private final Map<String, KeyResult> results = new HashMap<>();

    /** @param asker asks for the line */
    Visit(Stage stage, Pending pending, Mailbox.LineAsker asker) {
        this.stage = stage;
        this.pending = pending;
        this.asker = asker;
    }

    Pending pending() {
        return pending;
    }

    Mailbox.LineAsker asker() {
        return asker;
    }

    void skip(Lookup lookup) {
        results.put(lookup.name(), NOTHING_TO_ASK);
    }

    void hear(Lookup lookup, KeyResult result) {
        results.put(lookup.name(), result);
    }

    boolean isComplete() {
        return results.size() == stage.lookups().size();
    }

    /**
     * The line as it leaves the stage; ask only when complete.
     *
     * @param policies what becomes of a line whose key is not found, by lookup
     */
    Enrichment outcome(Map<String, NotFound> policies) {
        Map<String, Map<String, @Nullable Object>> answers = new LinkedHashMap<>();
        for (String lookup : stage.lookups()) {
            KeyResult result = results.get(lookup);
            if (result instanceof KeyResult.Failed failed) {
                return rejected(lookup, failed.code(), failed.reason(), failed.tries());
            }
            if (result instanceof KeyResult.NotFound && policies.get(lookup) == NotFound.REJECT) {
                return rejected(lookup, "not_found", lookup + " does not know this key", 1);
            }
            answers.put(lookup, result instanceof KeyResult.Found found ? found.fields() : Map.of());
        }
        return pending.enrichment().with(answers);
    }

    private Enrichment rejected(String lookup, String code, String reason, int tries) {
        return pending.enrichment().rejected(new Enrichment.Rejection(new Reject(lookup, code, reason), tries));
    }
}
