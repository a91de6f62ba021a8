package io.multiget.ingest.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The usual clients, but for a global consumer that tells how far its stores are: Streams itself does not say. */
final class StoreClients implements KafkaClientSupplier {
    private final AppliedPositions positions;

    StoreClients(AppliedPositions positions) {
        this.positions = positions;
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        positions.reset();
        return new TellingConsumer(config, positions);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    /**
     * The global thread applies all that a poll returned before it polls again: at a poll's beginning the consumer's
     * positions are the stores'. They step over the transaction markers that end a topic, which no record's offset does.
     */
    private static final class TellingConsumer extends KafkaConsumer<byte[], byte[]> {
        private final AppliedPositions positions;

        private TellingConsumer(Map<String, Object> config, AppliedPositions positions) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.positions = positions;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            Map<TopicPartition, Long> applied = new HashMap<>();
            for (TopicPartition partition : assignment()) {
                tellPosition(partition, applied);
            }
            positions.applied(applied);
            return super.poll(timeout);
        }

        private void tellPosition(TopicPartition partition, Map<TopicPartition, Long> applied) {
            try {
                applied.put(partition, position(partition, Duration.ZERO));
            } catch (TimeoutException notKnownYet) {
                applied.remove(partition);
            }
        }
    }
}
