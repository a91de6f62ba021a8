package io.multiget.enricher;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's clients as Streams makes them itself, but for one thing: no transaction is committed by a process that has lost
 * its tasks.
 *
 * <p>With {@code exactly_once_v2} a transaction is fenced by its offsets: the broker refuses those of a member that the group
 * has given up. A thread whose tasks have consumed nothing since they came to it has none to hand in, and Kafka's producer
 * leaves the request out; so it may commit what answers have made of lines that were pending, after another instance has
 * taken over from the commit before (see {@code StreamTask.committableOffsetsAndMetadata},
 * {@code KafkaProducer.sendOffsetsToTransaction}). Rows would come twice and counters would lose what they had counted. Such
 * a transaction gets the offsets that stand already, of the partitions that the thread owns: they change nothing, and are
 * refused like any others.
 */
final class FencingClients implements KafkaClientSupplier {
    private static final String CONSUMER = "-consumer";
    private static final String PRODUCER = "-producer";

    /** Each thread's main consumer, by the thread's name, which the client ids begin with. */
    private final Map<String, Consumer<byte[], byte[]>> consumers = new ConcurrentHashMap<>();

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        String thread = thread(config, PRODUCER);
        return new FencedProducer(config, () -> consumers.get(thread));
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = consumer(config);
        consumers.put(thread(config, CONSUMER), consumer);
        return consumer;
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @throws IllegalStateException if Streams names its clients otherwise, as then nobody could be fenced */
    private static String thread(Map<String, Object> config, String suffix) {
        String id = String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        if (!id.endsWith(suffix)) {
            throw new IllegalStateException("a client id that does not end in " + suffix + ": " + id);
        }
        return id.substring(0, id.length() - suffix.length());
    }

    /**
     * What a transaction hands in: its own offsets, or where it has none those that are committed for what the consumer owns.
     *
     * @param consumer of the calling thread
     */
    static Map<TopicPartition, OffsetAndMetadata> fencing(
            Map<TopicPartition, OffsetAndMetadata> offsets, Consumer<byte[], byte[]> consumer) {
        if (!offsets.isEmpty()) {
            return offsets;
        }
        Map<TopicPartition, OffsetAndMetadata> standing = new HashMap<>();
        consumer.committed(consumer.assignment())
                .forEach((partition, offset) -> addUnlessNever(standing, partition, offset));
        return standing;
    }

    private static void addUnlessNever(
            Map<TopicPartition, OffsetAndMetadata> standing,
            TopicPartition partition,
            @Nullable OffsetAndMetadata committed) {
        if (committed != null) {
            standing.put(partition, committed);
        }
    }

    private static final class FencedProducer extends KafkaProducer<byte[], byte[]> {
        private final Supplier<@Nullable Consumer<byte[], byte[]>> consumer;

        FencedProducer(Map<String, Object> config, Supplier<@Nullable Consumer<byte[], byte[]>> consumer) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.consumer = consumer;
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            Consumer<byte[], byte[]> own = consumer.get();
            if (own == null) {
                throw new IllegalStateException("a producer of no thread's consumer");
            }
            super.sendOffsetsToTransaction(fencing(offsets, own), group);
        }
    }
}
