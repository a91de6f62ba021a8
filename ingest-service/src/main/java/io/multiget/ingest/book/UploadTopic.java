package io.multiget.ingest.book;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.ingest.kafka.KafkaClients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code uploads} topic as a table: the newest committed record of each upload. */
final class UploadTopic implements CommittedUploads {
    private static final Logger LOG = LoggerFactory.getLogger(UploadTopic.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.UPLOADS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Read as bytes, so that one record nobody can read does not hide the others. */
    private static final ByteArrayDeserializer BYTES = new ByteArrayDeserializer();

    private final KafkaClients kafka;

    UploadTopic(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /**
     * Reads to the topic's end as of now. The end is the one of uncommitted records: whoever has passed it knows that each
     * transaction before it has been decided.
     */
    @Override
    public Map<UUID, Upload> read(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long end = end(patience);
        Map<UUID, Upload> newest = new LinkedHashMap<>();
        try (Consumer<byte[], byte[]> consumer = kafka.reader(BYTES, BYTES)) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (consumer.position(PARTITION, patience) < end) {
                consumer.poll(POLL).forEach(found -> apply(found, newest));
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("a transaction on " + PARTITION + " is still open");
                }
            }
        }
        return newest;
    }

    private long end(Duration patience) {
        try (Admin admin = kafka.admin()) {
            KafkaFuture<Long> end = admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                    .partitionResult(PARTITION)
                    .thenApply(result -> result.offset());
            return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new KafkaException("the end of " + PARTITION + " is not known", e);
        }
    }

    private static void apply(ConsumerRecord<byte[], byte[]> found, Map<UUID, Upload> newest) {
        try {
            UUID id = UUID.fromString(Topics.UPLOADS.key().deserializer().deserialize(found.topic(), found.key()));
            Upload upload = Topics.UPLOADS.value().deserializer().deserialize(found.topic(), found.value());
            if (upload == null) {
                newest.remove(id);
            } else {
                newest.put(id, upload);
            }
        } catch (SerializationException | IllegalArgumentException e) {
            LOG.error("Offset {} of {} is no upload: {}", found.offset(), PARTITION, e.getMessage());
        }
    }
}
