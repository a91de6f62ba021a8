package io.multiget.enricher.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import org.jspecify.annotations.Nullable;

/**
 * Answers that every task of this JVM needs, in memory: from the moment one task has heard an answer until it has come
 * back through the shared topic, and for what is read with almost every line. Safe for any thread. Losing it costs
 * nothing but a read from the store.
 */
public final class SharedAnswers {
    /** About 20 MB of short answers. */
    private static final int MAX_ANSWERS = 50_000;

    private final Cache<LookupKey, LookupAnswer> answers =
            Caffeine.newBuilder().maximumSize(MAX_ANSWERS).build();

    @Nullable
    LookupAnswer get(LookupKey key) {
        return answers.getIfPresent(key);
    }

    void put(LookupKey key, LookupAnswer answer) {
        answers.put(key, answer);
    }
}
