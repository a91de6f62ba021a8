package io.multiget.ingest.book;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.ingest.kafka.TransactionalWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A book over a topic in memory, and the troubles that a broker may give it. */
public final class BookFixture implements CommittedUploads {
    /** The instance that owns the uploads. */
    public static final String OWNER = "test";

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private @Nullable RuntimeException initFailure;
    private @Nullable RuntimeException commitFailure;

    /** A book that is loaded. */
    public UploadBook book() {
        UploadBook book = new UploadBook(OWNER, writer(), this);
        book.load();
        return book;
    }

    /** A writer into the same topic. */
    public TransactionalWriter writer() {
        return new TransactionalWriter(this::producer, Duration.ZERO);
    }

    private MockProducer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void commitTransaction() {
                        RuntimeException failure = commitFailure;
                        commitFailure = null;
                        if (failure instanceof LostAnswer) {
                            super.commitTransaction();
                        }
                        if (failure != null) {
                            throw failure;
                        }
                        super.commitTransaction();
                    }
                };
        producer.initTransactionException = initFailure;
        producers.add(producer);
        return producer;
    }

    /** No producer can be opened until {@link #connect}; those that are open fail with the next record. */
    public void disconnect() {
        initFailure = new KafkaException("no broker");
        producers.forEach(producer -> producer.sendException = initFailure);
    }

    /** The brokers are back. */
    public void connect() {
        initFailure = null;
        producers.forEach(producer -> producer.sendException = null);
    }

    /** The next commit fails without having taken place. */
    public void loseCommit() {
        commitFailure = new KafkaException("lost");
    }

    /** The next commit takes place, and nobody hears of it. */
    public void loseAnswerToCommit() {
        commitFailure = new LostAnswer();
    }

    private static final class LostAnswer extends KafkaException {}

    /** Every committed record, in order. */
    public List<ProducerRecord<byte[], byte[]>> committed() {
        return producers.stream()
                .flatMap(producer -> producer.history().stream())
                .toList();
    }

    @Override
    public Map<UUID, Upload> read(Duration patience) {
        if (initFailure != null) {
            throw initFailure;
        }
        Map<UUID, Upload> newest = new LinkedHashMap<>();
        for (ProducerRecord<byte[], byte[]> found : committed()) {
            if (found.topic().equals(Topics.UPLOADS.name())) {
                UUID id = UUID.fromString(new String(found.key(), StandardCharsets.UTF_8));
                if (found.value() == null) {
                    newest.remove(id);
                } else {
                    newest.put(id, Topics.UPLOADS.value().deserializer().deserialize(found.topic(), found.value()));
                }
            }
        }
        return newest;
    }
}
