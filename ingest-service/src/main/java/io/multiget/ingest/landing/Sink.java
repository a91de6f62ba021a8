package io.multiget.ingest.landing;

import io.multiget.ingest.landing.SinkOffsets.Left;
import io.multiget.ingest.landing.TableRows.ByStatus;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** One pipeline's way from its rows topic into its table. */
record Sink(SinkTable table, SinkConnector connector, String topic, int partitions, SinkOffsets offsets, TableRows rows)
        implements LandingUpload.Reach {
    @Override
    public Map<TopicPartition, Long> ends() {
        return offsets.ends(topic, partitions);
    }

    @Override
    public Map<TopicPartition, Long> committed() {
        return offsets.committed(connector.group());
    }

    @Override
    public Map<TopicPartition, Left> left(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        return offsets.left(from, ends);
    }

    @Override
    public ByStatus rowsOf(UUID upload) throws SQLException {
        return rows.byStatus(table, upload);
    }

    @Override
    public AttemptRows rowsOf(UUID upload, int attempt) throws SQLException {
        return rows.byAttempt(table, upload, attempt);
    }

    @Override
    public String tableName() {
        return table.name();
    }
}
