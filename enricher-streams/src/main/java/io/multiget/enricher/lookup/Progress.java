package io.multiget.enricher.lookup;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.Waiting;
import io.multiget.enricher.http.KeyResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one task did for one attempt of an upload: mutable counters. Owned by one stream thread. */
final class Progress {
    /** Stands for the lookups' counters, one array each, in this order; a new one goes to the end. */
    enum Counter {
        CALLS,
        CACHE_HITS,
        RETRIES,
        THROTTLED,
        NOT_FOUND,
        ASKED
    }

    record Cause(String stage, String code) {}

    long enriched;
    long withdrawn;
    long pending;
    long touchedAt;
    final Map<Cause, Long> rejected = new LinkedHashMap<>();
    final Map<String, long[]> lookups = new LinkedHashMap<>();

    void add(String lookup, Counter counter, long count) {
        lookups.computeIfAbsent(lookup, name -> new long[Counter.values().length])[counter.ordinal()] += count;
    }

    /** @param asked whether the API was asked for it; if not, the answer was known or on its way to another line */
    void hear(String lookup, KeyResult result, boolean asked) {
        add(lookup, asked ? Counter.ASKED : Counter.CACHE_HITS, 1);
        if (result instanceof KeyResult.NotFound) {
            add(lookup, Counter.NOT_FOUND, 1);
        }
    }

    void reject(Reject reject) {
        rejected.merge(new Cause(reject.stage(), reject.code()), 1L, Long::sum);
    }

    UploadProgress toMessage(AttemptKey attempt, String task, @Nullable Waiting waiting) {
        List<RejectCount> rejects = new ArrayList<>();
        rejected.forEach((cause, count) -> rejects.add(new RejectCount(cause.stage(), cause.code(), count)));
        List<LookupCounts> counts = new ArrayList<>();
        lookups.forEach((name, c) -> counts.add(new LookupCounts(
                name,
                c[Counter.CALLS.ordinal()],
                c[Counter.CACHE_HITS.ordinal()],
                c[Counter.RETRIES.ordinal()],
                c[Counter.THROTTLED.ordinal()],
                c[Counter.NOT_FOUND.ordinal()],
                c[Counter.ASKED.ordinal()])));
        return new UploadProgress(
                attempt.upload(), attempt.attempt(), task, enriched, rejects, withdrawn, counts, waiting);
    }
}
