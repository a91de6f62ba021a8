package io.multiget.enricher;

import io.multiget.contract.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the enricher is told by its environment, read once and checked.
 *
 * @param bootstrapServers {@code MULTIGET_BOOTSTRAP_SERVERS}: where Kafka is
 * @param pipelines {@code MULTIGET_PIPELINES}: the folder of the pipeline files
 * @param dataDirectory {@code MULTIGET_DATA_DIR}: where the stores live; keep it, or every restart restores them all
 * @param instanceId {@code MULTIGET_INSTANCE_ID}: unique and stable, so that a restart takes up its own tasks at once
 * @param partitions {@code MULTIGET_PARTITIONS}: of a pipeline's topics
 * @param threads {@code MULTIGET_STREAM_THREADS}: more use more cores, up to one a partition
 * @param standbyReplicas {@code MULTIGET_STANDBY_REPLICAS}: warm copies of the stores on other instances; 1 with
 *     several instances shortens a takeover and costs as much disk again
 * @param commitInterval {@code MULTIGET_COMMIT_INTERVAL} in milliseconds: longer is cheaper, shorter is sooner in the
 *     table
 */
record EnricherSettings(
        String bootstrapServers,
        Path pipelines,
        Path dataDirectory,
        String instanceId,
        int partitions,
        int threads,
        int standbyReplicas,
        Duration commitInterval) {
    /** A killed instance's transaction holds readers back until it returns or this is over. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /** How late an instance that is gone for good is noticed. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** Bounds how late a finished answer is seen while no record comes in. */
    private static final Duration POLL = Duration.ofMillis(10);

    private static final long STORE_CACHE_BYTES = 32L << 20;

    EnricherSettings {
        atLeast("MULTIGET_PARTITIONS", 1, partitions);
        atLeast("MULTIGET_STREAM_THREADS", 1, threads);
        atLeast("MULTIGET_STANDBY_REPLICAS", 0, standbyReplicas);
        atLeast("MULTIGET_COMMIT_INTERVAL", 10, commitInterval.toMillis());
    }

    /** @throws IllegalArgumentException naming the variable, its value and what is allowed */
    static EnricherSettings from(Function<String, @Nullable String> environment) {
        return new EnricherSettings(
                text(environment, "MULTIGET_BOOTSTRAP_SERVERS", "localhost:9092"),
                Path.of(text(environment, "MULTIGET_PIPELINES", "pipelines")),
                Path.of(text(environment, "MULTIGET_DATA_DIR", System.getProperty("user.home") + "/.multiget")),
                text(environment, "MULTIGET_INSTANCE_ID", hostName()),
                number(environment, "MULTIGET_PARTITIONS", Topics.DEFAULT_PARTITIONS),
                number(environment, "MULTIGET_STREAM_THREADS", 2),
                number(environment, "MULTIGET_STANDBY_REPLICAS", 0),
                Duration.ofMillis(number(environment, "MULTIGET_COMMIT_INTERVAL", 250)));
    }

    /** The Streams application of one pipeline. */
    Properties streams(String pipeline) {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, "multiget-" + pipeline);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        p.put(StreamsConfig.STATE_DIR_CONFIG, dataDirectory.resolve("streams").toString());
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        p.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STORE_CACHE_BYTES);
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksSettings.class);
        p.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        p.put(DeadLetterHandler.PIPELINE_CONFIG, pipeline);
        p.put(StreamsConfig.consumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG), instanceId);
        p.put(StreamsConfig.consumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // A commit sends what lingers, so this only bounds how small a request may be between two commits.
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
        return p;
    }

    private static String text(Function<String, @Nullable String> environment, String name, String fallback) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? fallback : value.strip();
    }

    private static int number(Function<String, @Nullable String> environment, String name, int fallback) {
        String value = text(environment, name, Integer.toString(fallback));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " must be a whole number, was " + value, notANumber);
        }
    }

    private static void atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }

    private static String hostName() {
        try {
            return "enricher-" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noName) {
            return "enricher-1";
        }
    }
}
