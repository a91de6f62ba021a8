package io.multiget.enricher.lookup;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines that wait in a stage, by attempt. Owned by one stream thread. */
final class Visits {
    private final Map<AttemptKey, Map<PendingKey, Visit>> byAttempt = new HashMap<>();
    private int size;

    boolean contains(PendingKey line) {
        return find(line) != null;
    }

    @Nullable
    Visit find(PendingKey line) {
        Map<PendingKey, Visit> lines = byAttempt.get(line.attemptKey());
        return lines == null ? null : lines.get(line);
    }

    void add(PendingKey line, Visit visit) {
        if (byAttempt
                        .computeIfAbsent(line.attemptKey(), attempt -> new HashMap<>())
                        .put(line, visit)
                == null) {
            size++;
        }
    }

    void remove(PendingKey line) {
        Map<PendingKey, Visit> lines = byAttempt.get(line.attemptKey());
        if (lines != null && lines.remove(line) != null) {
            size--;
            if (lines.isEmpty()) {
                byAttempt.remove(line.attemptKey());
            }
        }
    }

    /** The attempts that have a line here. */
    Set<AttemptKey> attempts() {
        return Set.copyOf(byAttempt.keySet());
    }

    /** Removes an attempt's lines. @return those */
    Map<PendingKey, Visit> removeAll(AttemptKey attempt) {
        Map<PendingKey, Visit> lines = byAttempt.remove(attempt);
        if (lines == null) {
            return Map.of();
        }
        size -= lines.size();
        return lines;
    }

    void clear() {
        byAttempt.clear();
        size = 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
