package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether more keys are on their way to a lookup, so that a call that is not full had better wait: lines of an upload
 * that has not come to its last one, and keys that an earlier stage still asks about. A guess that costs little when it is
 * wrong, as no call waits longer than {@link #longestWait}. Times are nanoseconds of the engine's clock. Owned by the
 * engine.
 */
final class MoreToCome {
    /** For so long after one of its lines an upload is thought to have more: several chunks of the splitter. */
    static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    /** A call that waits for company has had enough of it after so many lingers. */
    private static final int MOST_LINGERS = 20;

    private static final long LONGEST_WAIT = Duration.ofSeconds(1).toNanos();

    /** Lines of an upload that has ended may still be in other partitions; as many as can be at work at once. */
    private static final int ENDED_REMEMBERED = 1_000;

    private final AskedKeys asked;
    private final Map<String, List<Lookup>> before = new HashMap<>();
    private final Map<String, Long> lastDone = new HashMap<>();
    private final Map<Object, Long> openUntil = new HashMap<>();
    private final Set<Object> ended = new LinkedHashSet<>();

    MoreToCome(Pipeline pipeline, AskedKeys asked) {
        this.asked = asked;
        List<Lookup> earlier = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            stage.lookups().forEach(name -> before.put(name, List.copyOf(earlier)));
            stage.lookups().forEach(name -> earlier.add(pipeline.lookup(name)));
        }
    }

    /** How long a call may wait for company, when its first key lingers so long without. */
    static long longestWait(long lingerNanos) {
        return Math.max(lingerNanos, Math.min(MOST_LINGERS * lingerNanos, LONGEST_WAIT));
    }

    /** A line of this upload has come, and it was not the last. */
    void coming(Object upload, long now) {
        if (ended.contains(upload)) {
            return;
        }
        if (!openUntil.containsKey(upload)) {
            openUntil.values().removeIf(until -> until <= now);
        }
        openUntil.put(upload, now + BETWEEN_LINES.toNanos());
    }

    /** The last line of this upload has come. */
    void ended(Object upload) {
        openUntil.remove(upload);
        ended.add(upload);
        if (ended.size() > ENDED_REMEMBERED) {
            ended.remove(ended.iterator().next());
        }
    }

    /** A key of this lookup has its answer. */
    void done(Lookup lookup, long now) {
        lastDone.put(lookup.name(), now);
    }

    /**
     * From when on nothing more is thought to be on its way; {@code Long.MAX_VALUE} while an earlier stage asks.
     *
     * @param lingerNanos what the lines of an earlier stage's last answer need to get here
     */
    long quietAt(Lookup lookup, long lingerNanos) {
        long quiet =
                openUntil.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
        for (Lookup earlier : before.getOrDefault(lookup.name(), List.of())) {
            if (!asked.isEmpty(earlier)) {
                return Long.MAX_VALUE;
            }
            Long last = lastDone.get(earlier.name());
            if (last != null) {
                quiet = Math.max(quiet, last + lingerNanos);
            }
        }
        return quiet;
    }
}
