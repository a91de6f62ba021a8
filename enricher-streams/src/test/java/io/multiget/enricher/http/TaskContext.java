package io.multiget.enricher.http;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What one processor of a simulated task sees of Kafka Streams: no more than our processors use. */
final class TaskContext<K, V> implements ProcessorContext<K, V> {
    private final Task task;
    private final String onlyChild;

    /** @param onlyChild where a record goes that is forwarded to nobody by name */
    TaskContext(Task task, String onlyChild) {
        this.task = task;
        this.onlyChild = onlyChild;
    }

    @Override
    public <A extends K, B extends V> void forward(Record<A, B> record) {
        task.forward(record, onlyChild);
    }

    @Override
    public <A extends K, B extends V> void forward(Record<A, B> record, String child) {
        task.forward(record, child);
    }

    @Override
    @SuppressWarnings("unchecked") // as unchecked as it is in Kafka Streams
    public <S extends StateStore> S getStateStore(String name) {
        return (S) task.store(name);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return task.schedule(interval, callback);
    }

    @Override
    public long currentSystemTimeMs() {
        return task.clock().millis();
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, task.partition().number());
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.of(new Position("market.records", task.partition().number(), 0));
    }

    private record Position(String topic, int partition, long offset) implements RecordMetadata {}

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator callback) {
        throw unused();
    }

    @Override
    public String applicationId() {
        throw unused();
    }

    @Override
    public Serde<?> keySerde() {
        throw unused();
    }

    @Override
    public Serde<?> valueSerde() {
        throw unused();
    }

    @Override
    public File stateDir() {
        throw unused();
    }

    @Override
    public StreamsMetrics metrics() {
        throw unused();
    }

    @Override
    public void commit() {
        task.commitSoon();
    }

    @Override
    public Map<String, Object> appConfigs() {
        throw unused();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        throw unused();
    }

    @Override
    public long currentStreamTimeMs() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("no processor of ours uses this");
    }
}
