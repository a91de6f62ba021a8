package io.multiget.enricher.lookup;

import io.multiget.contract.RecordEvent;
import io.multiget.contract.Reject;
import io.multiget.contract.pipeline.Reference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line and what is known about it so far. Immutable.
 *
 * @param answers fields by lookup; an empty map for a key that was not found or not asked about
 * @param rejection why it is not enriched further; once there, it stays
 */
public record Enrichment(
        RecordEvent event, Map<String, Map<String, @Nullable Object>> answers, Optional<Rejection> rejection) {
    public Enrichment {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    /**
     * Why a line is rejected, and after how many calls.
     *
     * @param tries 0 when nobody was asked
     */
    public record Rejection(Reject reject, int tries) {}

    /** A line nothing is known about. */
    public static Enrichment of(RecordEvent event) {
        return new Enrichment(event, Map.of(), Optional.empty());
    }

    public boolean isRejected() {
        return rejection.isPresent();
    }

    /** A column of the line, or a field of an answer; null when it has no value. */
    public @Nullable Object value(Reference reference) {
        if (reference.lookup().isEmpty()) {
            return event.columns().get(reference.field());
        }
        Map<String, @Nullable Object> answer = answers.get(reference.lookup().get());
        return answer == null ? null : answer.get(reference.field());
    }

    /** The same line with more answers. */
    public Enrichment with(Map<String, Map<String, @Nullable Object>> more) {
        Map<String, Map<String, @Nullable Object>> all = new LinkedHashMap<>(answers);
        all.putAll(more);
        return new Enrichment(event, all, rejection);
    }

    /** The same line, given up. */
    public Enrichment rejected(Rejection why) {
        return new Enrichment(event, answers, Optional.of(why));
    }
}
