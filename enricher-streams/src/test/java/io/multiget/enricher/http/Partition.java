package io.multiget.enricher.http;

import io.multiget.contract.RowOutcome;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.enricher.lookup.TaskStores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka holds of one task: its input, and all that was committed. Each commit is the whole transaction or nothing,
 * and only the task that was assigned last may commit.
 */
final class Partition {
    private final int number;
    private final List<Scenario.Arrival> input;
    private TaskStores stores;
    private int offset;
    private @Nullable Task task;
    private final Map<UUID, UploadProgress> status = new HashMap<>();
    private final List<RowOutcome> rows = new ArrayList<>();

    Partition(int number, List<Scenario.Arrival> input, Pipeline pipeline) {
        this.number = number;
        this.input = new ArrayList<>(input);
        this.stores = new TaskStores(pipeline);
    }

    int number() {
        return number;
    }

    List<Scenario.Arrival> input() {
        return input;
    }

    /** The task that may commit; null while there is none. */
    @Nullable
    Task task() {
        return task;
    }

    /** From now on, no other may commit. */
    void assignTo(@Nullable Task next) {
        task = next;
    }

    TaskStores restore() {
        return stores.fork();
    }

    int offset() {
        return offset;
    }

    List<RowOutcome> rows() {
        return rows;
    }

    /** What the task has said last of its progress with each upload. */
    Collection<UploadProgress> status() {
        return status.values();
    }

    TaskStores.Books books() {
        return stores.books();
    }

    void commit(TaskStores state, int nextOffset, List<RowOutcome> more, Map<UUID, UploadProgress> newStatus) {
        stores = state;
        offset = nextOffset;
        rows.addAll(more);
        status.putAll(newStatus);
    }
}
