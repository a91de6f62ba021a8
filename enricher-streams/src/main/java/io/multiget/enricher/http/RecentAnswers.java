package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was answered a moment ago. Between the answer and its place in a task's cache lies the task's mailbox, and whoever
 * asks in this moment would ask twice. Times are nanoseconds of the engine's clock. Owned by the engine.
 */
final class RecentAnswers {
    private static final long KEPT = Duration.ofSeconds(5).toNanos();
    private static final int MOST = 20_000;

    private record Key(String lookup, String key) {}

    private record Kept(Key key, KeyResult result, long until) {}

    private final Map<Key, Kept> answers = new HashMap<>();
    private final Deque<Kept> byAge = new ArrayDeque<>();

    /** Failures are not kept: they are the line's, and never cached. */
    void add(Question question, KeyResult result, long now) {
        if (result instanceof KeyResult.Failed) {
            return;
        }
        Lookup lookup = question.lookup();
        Duration ttl = result instanceof KeyResult.Found
                ? lookup.cache().ttl()
                : lookup.cache().negativeTtl();
        long left = ttl.compareTo(Duration.ofNanos(KEPT)) < 0 ? ttl.toNanos() : KEPT;
        keep(new Key(lookup.name(), question.key()), result, now + left, now);
    }

    /** What another instance was told, and is to be believed until then; what was answered here since is as good. */
    void addHeard(Lookup lookup, String key, KeyResult result, long until, long now) {
        if (find(lookup, key, now) == null) {
            keep(new Key(lookup.name(), key), result, Math.min(until, now + KEPT), now);
        }
    }

    private void keep(Key key, KeyResult result, long until, long now) {
        Kept kept = new Kept(key, result, until);
        answers.put(kept.key(), kept);
        byAge.add(kept);
        while (byAge.size() > MOST || !byAge.isEmpty() && byAge.element().until() <= now) {
            drop(byAge.remove());
        }
    }

    private void drop(Kept old) {
        answers.remove(old.key(), old);
    }

    @Nullable
    KeyResult find(Lookup lookup, String key, long now) {
        Kept kept = answers.get(new Key(lookup.name(), key));
        return kept == null || kept.until() <= now ? null : kept.result();
    }
}
