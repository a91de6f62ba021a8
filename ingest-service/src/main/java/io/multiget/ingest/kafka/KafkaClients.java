package io.multiget.ingest.kafka;

import io.multiget.contract.Topic;
import io.multiget.ingest.IngestProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
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
    private final Map<String, Object> common;

    KafkaClients(IngestProperties properties, KafkaProperties kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.getProperties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
        this.common = Map.copyOf(settings);
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
    public <K, V> Consumer<K, V> reader(Topic<K, V> topic) {
        return new KafkaConsumer<>(
                with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        IsolationLevel.READ_COMMITTED.toString(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false)),
                topic.key().deserializer(),
                topic.value().deserializer());
    }
}
