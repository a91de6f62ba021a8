package io.multiget.ingest.kafka;

import io.multiget.ingest.IngestProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * Makes Kafka clients. Whoever asks for one closes it.
 *
 * <p>A cluster that asks for credentials is reached with Spring Boot's {@code spring.kafka.properties.*}, which every
 * client gets.
 */
@Component
public final class KafkaClients {
    /** Above the longest stall that is not worth a restart; what a killed process leaves open is closed sooner. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    private static final int BATCH_BYTES = 128 << 10;
    private static final int LINGER_MILLIS = 50;
    private static final int RETRY_BACKOFF_MILLIS = 10;

    /** Default 500 ms, for which a reader that is at its end would wait for more, and hold up its own close. */
    private static final int FETCH_WAIT_MILLIS = 20;

    private final String instanceId;
    private final Map<String, Object> common;

    KafkaClients(IngestProperties properties, KafkaProperties kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.getProperties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
        this.common = Map.copyOf(settings);
        this.instanceId = properties.instanceId();
    }

    /** What all clients share: where the brokers are and how to log in. */
    public Map<String, Object> common() {
        return common;
    }

    /** These settings over the common ones. */
    public Map<String, Object> with(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(settings);
        return all;
    }

    public Admin admin() {
        return Admin.create(common);
    }

    /**
     * A consumer outside any group, for {@code assign} and {@code seek}, that sees committed records only and says so
     * when an offset is gone.
     */
    public <K, V> Consumer<K, V> reader(Deserializer<K> key, Deserializer<V> value) {
        return new KafkaConsumer<>(
                with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        IsolationLevel.READ_COMMITTED.toString(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MILLIS)),
                key,
                value);
    }

    /**
     * A writer whose transactions outlast an outage of the brokers: it waits for them.
     *
     * @param name of the writer, stable over restarts, so that the next process ends what this one leaves open
     */
    public TransactionalWriter patientWriter(String name) {
        return writer(name, Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    /** A writer that somebody waits for: within seconds it has written or it has failed. */
    public TransactionalWriter promptWriter(String name) {
        return writer(name, Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    private TransactionalWriter writer(String name, Duration timeout, Duration patience) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, instanceId + "-" + name);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, instanceId + "-" + name);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION_TIMEOUT));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout.dividedBy(2)));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(timeout));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A chunk leaves with its flush; what leaves before only makes more requests.
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        // The markers of the last transaction may still be on their way when the next one begins.
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);

        return new TransactionalWriter(
                () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()), patience);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
