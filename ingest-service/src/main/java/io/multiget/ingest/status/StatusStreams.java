package io.multiget.ingest.status;

import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.kafka.KafkaClients;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/** How the two Streams clients of this package are set. */
final class StatusStreams {
    /** Names the consumer group, the changelog and the state directory: the upgrade path. */
    private static final String APPLICATION_ID = "multiget-status";

    private static final String STORE_APPLICATION_ID = "multiget-status-store";

    /** How late counts may be; each commit is a transaction, so much less would only cost. A new state is told at once. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);
    /** How soon a killed instance is missed; a restarted one comes back under its own name sooner. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    /** Above the longest stall that is not worth a restart. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);
    /** How late the end of a topic that says nothing more is noticed. */
    private static final Duration STORE_POLL = Duration.ofMillis(20);

    private StatusStreams() {}

    /** Makes the statuses, together with the other instances. */
    static StreamsClient topology(IngestProperties properties, KafkaClients kafka, StatusTopology topology) {
        Properties settings = settings(properties, kafka, APPLICATION_ID);
        settings.putAll(Map.of(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                0,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                COMMIT_INTERVAL.toMillis(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                properties.instanceId(),
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                millis(SESSION_TIMEOUT),
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                millis(SESSION_TIMEOUT.dividedBy(4)),
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                millis(TRANSACTION_TIMEOUT)));
        return new StreamsClient(APPLICATION_ID, () -> new KafkaStreams(topology.build(), settings));
    }

    /** Holds all statuses and all uploads on this instance. */
    static StreamsClient store(IngestProperties properties, KafkaClients kafka, UploadStoreTopology topology) {
        Properties settings = settings(properties, kafka, STORE_APPLICATION_ID);
        settings.putAll(Map.of(
                StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                "read_committed",
                StreamsConfig.POLL_MS_CONFIG,
                STORE_POLL.toMillis()));
        return new StreamsClient(STORE_APPLICATION_ID, () -> topology.newClient(settings));
    }

    private static Properties settings(IngestProperties properties, KafkaClients kafka, String applicationId) {
        Properties settings = new Properties();
        settings.putAll(kafka.common());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG,
                properties.dataDir().resolve("streams").toString());
        // A record that is none of ours must not stop the status of all uploads; it is logged with its offset.
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
