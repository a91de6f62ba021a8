package io.multiget.benchmark;

import io.multiget.contract.RecordEvent;
import io.multiget.contract.json.RecordEventSerde;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long each line was on its way: from its record's timestamp in the records topic to the commit of its row, which
 * Postgres tells where {@code track_commit_timestamp} is on.
 */
final class LandingTimes {
    private static final String TOPIC = "mercadolibre.records";
    private static final double MILLIS = 1000;

    private LandingTimes() {}

    static Result.Landing of(String bootstrapServers, UUID upload, int lines, Connection connection) throws Exception {
        double[] published = published(bootstrapServers, upload, lines);
        double[] took = new double[lines];
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(
                    "select row, extract(epoch from pg_xact_commit_timestamp(xmin)) from items where upload_id = '"
                            + upload + "'")) {
                for (int i = 0; rows.next(); i++) {
                    took[i] = rows.getDouble(2) - published[(int) rows.getLong(1)];
                }
            }
        }
        Arrays.sort(took);
        return new Result.Landing(Quantile.of(took, 0.5), Quantile.of(took, 0.99));
    }

    /** Seconds since the epoch, by row. */
    private static double[] published(String bootstrapServers, UUID upload, int lines) throws Exception {
        double[] published = new double[lines + 1];
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (RecordEventSerde serde = new RecordEventSerde();
                KafkaConsumer<byte[], RecordEvent> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), serde.deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int found = 0; found < lines; ) {
                for (ConsumerRecord<byte[], RecordEvent> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value().upload().equals(upload)) {
                        published[(int) record.value().row()] = record.timestamp() / MILLIS;
                        found++;
                    }
                }
            }
        }
        return published;
    }
}
