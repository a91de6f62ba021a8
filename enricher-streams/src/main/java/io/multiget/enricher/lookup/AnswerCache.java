package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.pipeline.Lookup;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of one lookup, as long as they are to be believed. Owned by one stream thread. */
abstract class AnswerCache {
    private final Lookup lookup;

    AnswerCache(Lookup lookup) {
        this.lookup = lookup;
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
        return Optional.ofNullable(read(key)).filter(answer -> isFresh(answer, now));
    }

    /** Remembers the answer, for every task that will need it. */
    abstract void put(String key, LookupAnswer answer);

    /** Some key that was found, to probe the API with. */
    abstract Optional<String> anyFound();

    abstract @Nullable LookupAnswer read(String key);

    private boolean isFresh(LookupAnswer answer, long now) {
        long ttl = (answer.found() ? lookup.cache().ttl() : lookup.cache().negativeTtl()).toMillis();
        return now - answer.at() < ttl;
    }
}
