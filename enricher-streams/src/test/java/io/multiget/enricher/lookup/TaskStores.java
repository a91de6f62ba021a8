package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * One task's stores in memory, under the names of {@link Stores}. A copy is what a commit keeps, and what the task's next
 * incarnation starts from.
 */
public final class TaskStores {
    private static final Comparator<AttemptKey> BY_ATTEMPT =
            Comparator.comparing(AttemptKey::upload).thenComparing(AttemptKey::attempt);
    private static final Comparator<PendingKey> BY_LINE =
            Comparator.comparing(PendingKey::attemptKey, BY_ATTEMPT).thenComparing(PendingKey::row);
    private static final Comparator<LookupKey> BY_LOOKUP =
            Comparator.comparing(LookupKey::lookup).thenComparing(LookupKey::key);
    private static final Serde<Progress> PROGRESS = StoreSerdes.progress();

    private final Map<String, SortedStore<?, ?>> stores = new LinkedHashMap<>();
    private final List<SortedStore<PendingKey, Pending>> pending;
    private final SortedStore<AttemptKey, Progress> progress;
    private final ProgressBook book = new ProgressBook();

    /** Empty ones. */
    public TaskStores(Pipeline pipeline) {
        this(
                pipeline.stages().stream().map(TaskStores::pendingStore).toList(),
                new SortedStore<>(Stores.PROGRESS, BY_ATTEMPT, TaskStores::copy));
        pipeline.lookups().values().stream()
                .filter(pipeline::isKeyedLikeRecords)
                .forEach(lookup -> add(new SortedStore<String, LookupAnswer>(
                        Stores.cache(lookup), Comparator.naturalOrder(), answer -> answer)));
    }

    private TaskStores(List<SortedStore<PendingKey, Pending>> pending, SortedStore<AttemptKey, Progress> progress) {
        this.pending = pending;
        this.progress = progress;
        pending.forEach(this::add);
        add(progress);
    }

    private static SortedStore<PendingKey, Pending> pendingStore(Stage stage) {
        return new SortedStore<>(Stores.pending(stage), BY_LINE, line -> line);
    }

    /** The store of answers that every task needs; one an instance. */
    public static SortedStore<LookupKey, LookupAnswer> shared() {
        return new SortedStore<>(Stores.SHARED_LOOKUPS, BY_LOOKUP, answer -> answer);
    }

    /** The store of cancels; one an instance. */
    public static SortedStore<UUID, Integer> cancels() {
        return new SortedStore<>(Stores.CANCELS, Comparator.naturalOrder(), attempt -> attempt);
    }

    private void add(SortedStore<?, ?> store) {
        stores.put(store.name(), store);
    }

    /** The same entries, from now on apart. */
    public TaskStores fork() {
        TaskStores copy = new TaskStores(pending.stream().map(SortedStore::fork).toList(), progress.fork());
        stores.forEach((name, store) -> {
            if (!copy.stores.containsKey(name)) {
                copy.add(store.fork());
            }
        });
        return copy;
    }

    private static Progress copy(Progress progress) {
        return PROGRESS.deserializer().deserialize("", PROGRESS.serializer().serialize("", progress));
    }

    /** The store of that name, which must exist. */
    public StateStore store(String name) {
        return name.equals(book.name()) ? book : Objects.requireNonNull(stores.get(name), () -> "no store " + name);
    }

    /** What the task's own cache says about a key, however old; null when nothing. */
    public @Nullable LookupAnswer cached(Lookup lookup, String key) {
        SortedStore<?, ?> store = stores.get(Stores.cache(lookup));
        return store == null ? null : answer(store, key);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable LookupAnswer answer(SortedStore<?, ?> store, String key) {
        return ((SortedStore<String, LookupAnswer>) store).get(key);
    }

    /** The rows that wait, by stage. */
    public Map<String, List<Long>> waiting() {
        Map<String, List<Long>> waiting = new LinkedHashMap<>();
        for (SortedStore<PendingKey, Pending> stage : pending) {
            List<Long> rows = new ArrayList<>();
            stage.all().forEachRemaining(entry -> rows.add(entry.key.row()));
            waiting.put(stage.name(), rows);
        }
        return waiting;
    }

    /** What the task's counters say. */
    public Books books() {
        List<Progress> all = new ArrayList<>();
        progress.all().forEachRemaining(entry -> all.add(entry.value));
        return new Books(
                all.stream().mapToLong(p -> p.enriched).sum(),
                all.stream()
                        .flatMap(p -> p.rejected.values().stream())
                        .mapToLong(Long::longValue)
                        .sum(),
                all.stream().mapToLong(p -> p.withdrawn).sum(),
                all.stream().mapToLong(p -> p.pending).sum(),
                all.stream()
                        .flatMap(TaskStores::calls)
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static Stream<Long> calls(Progress progress) {
        return progress.lookups.values().stream().map(counts -> counts[Progress.Counter.CALLS.ordinal()]);
    }

    /** Counters over all attempts and lookups. */
    public record Books(long enriched, long rejected, long withdrawn, long pending, long calls) {}
}
