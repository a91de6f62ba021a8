package io.multiget.enricher.lookup;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one task did for one attempt of an upload: mutable counters. Owned by one stream thread. */
final class Progress {
    /** Stands for the lookups' counters, one array each, in this order. */
    enum Counter {
        CALLS,
        CACHE_HITS,
        RETRIES,
        THROTTLED,
        NOT_FOUND
    }

    record Cause(String stage, String code) {}

    long enriched;
    long pending;
    long touchedAt;
    final Map<Cause, Long> rejected = new LinkedHashMap<>();
    final Map<String, long[]> lookups = new LinkedHashMap<>();

    void add(String lookup, Counter counter, long count) {
        lookups.computeIfAbsent(lookup, name -> new long[Counter.values().length])[counter.ordinal()] += count;
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
                c[Counter.NOT_FOUND.ordinal()])));
        return new UploadProgress(attempt.upload(), attempt.attempt(), task, enriched, rejects, counts, waiting);
    }
}
