package io.multiget.ingest.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one transaction after the other under one transactional id. Owned by one thread at a time.
 *
 * <p>After trouble the producer is thrown away; the next one has the same id, so that opening it ends whatever the one
 * before left open.
 */
public final class TransactionalWriter implements AutoCloseable {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Duration patience;
    private @Nullable Producer<byte[], byte[]> producer;

    /**
     * @param producers makes producers, all with the same transactional id
     * @param patience how long a commit may be without an answer
     */
    public TransactionalWriter(Supplier<Producer<byte[], byte[]>> producers, Duration patience) {
        this.producers = producers;
        this.patience = patience;
    }

    /**
     * Fences whoever wrote under this id before and ends its transaction; does nothing while all is well.
     *
     * @throws KafkaException when the brokers do not answer; to be tried again
     */
    public void open() {
        if (producer != null) {
            return;
        }
        Producer<byte[], byte[]> fresh = producers.get();
        try {
            fresh.initTransactions();
        } catch (KafkaException e) {
            fresh.close(Duration.ZERO);
            throw e;
        }
        producer = fresh;
    }

    /** Opens what is not open and begins. @throws KafkaException when that is not possible now */
    public Transaction begin() {
        open();
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            throw new IllegalStateException("not open");
        }
        try {
            current.beginTransaction();
        } catch (KafkaException e) {
            discard();
            throw e;
        }
        return new Transaction(this, current, patience);
    }

    void discard() {
        Producer<byte[], byte[]> broken = producer;
        producer = null;
        if (broken != null) {
            broken.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        discard();
    }
}
