package io.multiget.ingest.kafka;

import io.multiget.contract.OffsetRange;
import io.multiget.contract.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka transaction; aborted when it is closed without having been committed. Owned by one thread.
 *
 * <p>Whatever fails with a {@link KafkaException} leaves nothing behind, with one exception: a failed {@link #commit()}
 * may have taken place or not. Reading the topic to its end tells.
 */
public final class Transaction implements AutoCloseable {
    private final TransactionalWriter writer;
    private final Producer<byte[], byte[]> producer;
    private final Duration patience;
    private final Map<TopicPartition, OffsetRange> written = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private boolean open = true;

    Transaction(TransactionalWriter writer, Producer<byte[], byte[]> producer, Duration patience) {
        this.writer = writer;
        this.producer = producer;
        this.patience = patience;
    }

    /** Sends a record, or a tombstone when the value is null; whether it arrives is known after {@link #flush()}. */
    public <K, V> void send(Topic<K, V> topic, K key, @Nullable V value) {
        byte[] keyBytes = topic.key().serializer().serialize(topic.name(), key);
        byte[] valueBytes = value == null ? null : topic.value().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), keyBytes, valueBytes), (metadata, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
            } else {
                note(new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset());
            }
        });
    }

    private void note(TopicPartition partition, long offset) {
        written.merge(partition, new OffsetRange(offset, offset), (range, one) -> range.with(offset));
    }

    /** Waits until every record sent so far is acknowledged. @throws KafkaException when one is not */
    public void flush() {
        producer.flush();
        Exception error = failure.get();
        if (error != null) {
            // An abort would wait for the same brokers; the next producer with this id does it.
            open = false;
            writer.discard();
            throw error instanceof KafkaException kafka ? kafka : new KafkaException(error);
        }
    }

    /** The offsets of this transaction's records by partition, as far as they are acknowledged. */
    public Map<Integer, OffsetRange> written(Topic<?, ?> topic) {
        return written.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic.name()))
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
    }

    /** Makes the records visible, all at once. @throws KafkaException when it is not known to have happened */
    public void commit() {
        flush();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!committed(deadline)) {
                // A commit that timed out is still under way; asking again waits for the same one.
            }
        } catch (KafkaException e) {
            open = false;
            writer.discard();
            throw e;
        }
        open = false;
    }

    private boolean committed(long deadline) {
        try {
            producer.commitTransaction();
            return true;
        } catch (TimeoutException e) {
            if (System.nanoTime() - deadline > 0) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            // The next producer with this id aborts it, or the coordinator does once it times out.
            writer.discard();
        }
    }
}
