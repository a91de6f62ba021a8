package io.multiget.enricher.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The task's counters, in the same transaction as the records they count (D6). Owned by one stream thread.
 *
 * <p>A line changes them half a dozen times, and to the store below each change would be an object read and one written. So
 * they are kept as objects here, and written once at the end of what Streams has called: it commits between its calls, never
 * within one. It is a state store itself, with nothing to restore, because Streams then makes one a task and hands it to
 * each of the task's processors.
 */
public final class ProgressBook implements StateStore {
    private final Map<AttemptKey, Progress> kept = new HashMap<>();
    private final Set<AttemptKey> changed = new LinkedHashSet<>();
    private final Set<AttemptKey> untold = new LinkedHashSet<>();
    private @Nullable KeyValueStore<AttemptKey, Progress> store;
    private int calls;
    private boolean open;

    /** The calling processor's task's, with what the task has committed; call it in the processor's {@code init}. */
    static ProgressBook of(ProcessingContext context) {
        ProgressBook book = context.getStateStore(Stores.PROGRESS_BOOK);
        book.begin(context.getStateStore(Stores.PROGRESS));
        return book;
    }

    private void begin(KeyValueStore<AttemptKey, Progress> committed) {
        store = committed;
        kept.clear();
        changed.clear();
        untold.clear();
        calls = 0;
    }

    /** Does the work of one call by Streams, or of a part of it, and writes what has changed when the call ends. */
    void during(Runnable work) {
        calls++;
        work.run();
        calls--;
        writeChanges();
    }

    /** @param now in epoch milliseconds */
    void update(AttemptKey attempt, long now, Consumer<Progress> change) {
        Progress progress = of(attempt);
        change.accept(progress);
        progress.touchedAt = now;
        changed.add(attempt);
        untold.add(attempt);
        writeChanges();
    }

    private Progress read(AttemptKey attempt) {
        Progress progress = store().get(attempt);
        return progress == null ? new Progress() : progress;
    }

    private void writeChanges() {
        if (calls == 0 && !changed.isEmpty()) {
            changed.forEach(attempt -> store().put(attempt, kept.get(attempt)));
            changed.clear();
        }
    }

    /** Every attempt's counters as they are written. */
    KeyValueIterator<AttemptKey, Progress> all() {
        return store().all();
    }

    /** The attempt's counters as they are now. */
    Progress of(AttemptKey attempt) {
        return kept.computeIfAbsent(attempt, this::read);
    }

    /** The attempts that have changed since they were last taken or told. */
    List<AttemptKey> takeUntold() {
        List<AttemptKey> taken = List.copyOf(untold);
        untold.clear();
        return taken;
    }

    /**
     * Tells of the attempts that have changed since they were last taken or told, have nothing pending, and have stood
     * still since then: lines that wait for nobody leave nothing pending, however many are to come.
     *
     * @param since in epoch milliseconds
     * @param told says whether that was news
     * @return whether any of it was
     */
    boolean tellSettled(long since, BiPredicate<AttemptKey, Progress> told) {
        List<AttemptKey> settled = new ArrayList<>();
        for (AttemptKey attempt : untold) {
            Progress progress = of(attempt);
            if (progress.pending == 0 && progress.touchedAt <= since) {
                settled.add(attempt);
            }
        }
        boolean news = false;
        for (AttemptKey attempt : settled) {
            untold.remove(attempt);
            news |= told.test(attempt, of(attempt));
        }
        return news;
    }

    void forget(AttemptKey attempt) {
        kept.remove(attempt);
        changed.remove(attempt);
        untold.remove(attempt);
        store().delete(attempt);
    }

    private KeyValueStore<AttemptKey, Progress> store() {
        if (store == null) {
            throw new IllegalStateException("no processor of the task has begun");
        }
        return store;
    }

    @Override
    public String name() {
        return Stores.PROGRESS_BOOK;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = true;
        context.register(root, (key, value) -> {});
    }

    @Override
    public void flush() {
        // Nothing is kept back between two calls.
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
