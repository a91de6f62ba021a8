package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.enricher.http.KeyResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of one lookup, as long as they are to be believed. Owned by one stream thread. */
abstract class AnswerCache {
    /** An answer and where it was kept. */
    record Kept(LookupAnswer answer, CacheMeter.Layer layer) {}

    private final Lookup lookup;
    private final CacheMeter meter;

    AnswerCache(Lookup lookup, CacheMeter meter) {
        this.lookup = lookup;
        this.meter = meter;
    }

    Lookup lookup() {
        return lookup;
    }

    /**
     * The answer, unless it is too old.
     *
     * @param now in epoch milliseconds
     */
    Optional<LookupAnswer> get(String key, long now) {
        Kept kept = read(key, now);
        if (kept == null || !isFresh(kept.answer(), now)) {
            return Optional.empty();
        }
        meter.hit(lookup, kept.layer());
        return Optional.of(kept.answer());
    }

    /** What the answer means to those who have asked. */
    static KeyResult result(LookupAnswer answer) {
        return answer.found() ? new KeyResult.Found(answer.fields()) : new KeyResult.NotFound();
    }

    /** Remembers the answer, for every task that will need it. */
    abstract void put(String key, LookupAnswer answer);

    /** Some key that was found, to probe the API with. */
    abstract Optional<String> anyFound();

    /** What is known, fresh if there is such an answer. */
    abstract @Nullable Kept read(String key, long now);

    final boolean isFresh(LookupAnswer answer, long now) {
        return millisLeft(lookup, answer, now) > 0;
    }

    /**
     * How long the answer is to be believed; zero or less when it is not any more.
     *
     * @param now in epoch milliseconds
     */
    static long millisLeft(Lookup lookup, LookupAnswer answer, long now) {
        long ttl = (answer.found() ? lookup.cache().ttl() : lookup.cache().negativeTtl()).toMillis();
        return ttl - (now - answer.at());
    }
}
