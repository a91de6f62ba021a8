package io.multiget.ingest.control;

import io.multiget.contract.OffsetRange;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.ReplayScope;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.kafka.KafkaClients;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.split.EarlierRows;
import io.multiget.ingest.split.ReplayStart;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Begins replays: another attempt of an upload that has ended, over records that are still in the topic. Thread-safe. */
@Component
final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final IngestProperties properties;
    private final Pipelines pipelines;
    private final KafkaClients kafka;
    private final EarlierRows rows;
    private final Controls controls;
    private final Clock clock;

    Replays(
            IngestProperties properties,
            Pipelines pipelines,
            KafkaClients kafka,
            EarlierRows rows,
            Controls controls,
            Clock clock) {
        this.properties = properties;
        this.pipelines = pipelines;
        this.kafka = kafka;
        this.rows = rows;
        this.controls = controls;
        this.clock = clock;
    }

    /**
     * What the replay would do.
     *
     * @throws ProblemException 409 while the upload has not ended, 410 when its records are not there any more, 503 when
     *     Kafka or Postgres cannot be asked
     */
    ReplayStart plan(UploadStatus status, ReplayScope scope) {
        Upload upload = controls.requireOwn(status.uploadId());
        requireEnded(upload);
        Pipeline pipeline = pipelines.find(upload.pipeline()).orElseThrow(Replays::gone);
        if (upload.splitting().total() == null) {
            throw gone();
        }
        requireRecords(upload, pipeline);
        return ReplayStart.of(upload, scope, count(pipeline, upload));
    }

    void begin(UploadStatus status, ReplayScope scope) {
        int attempt = controls.requireOwn(status.uploadId()).attempt();
        ReplayStart start = plan(status, scope);
        controls.change(status.uploadId(), upload -> {
            requireEnded(upload);
            if (upload.attempt() != attempt) {
                throw alreadyRunning("Another replay has begun.");
            }
            return upload.replayed(scope, start.splitting(), clock.instant());
        });
        LOG.info("Replaying {} lines of upload {}, attempt {}", start.lines(), status.uploadId(), attempt + 1);
    }

    private static void requireEnded(Upload upload) {
        if (!upload.state().isEnd()) {
            throw alreadyRunning("The upload has not ended yet.");
        }
    }

    private static ProblemException alreadyRunning(String detail) {
        return new ProblemException(HttpStatus.CONFLICT, "already_running", detail).retryAfter(RETRY);
    }

    private EarlierRows.Counts count(Pipeline pipeline, Upload upload) {
        try {
            return rows.count(pipeline, upload);
        } catch (SQLException e) {
            LOG.warn("Cannot count the rows of upload {}, SQLSTATE {}", upload.uploadId(), e.getSQLState());
            throw ProblemException.unavailable("Postgres cannot be asked for the upload's rows.", RETRY);
        }
    }

    private void requireRecords(Upload upload, Pipeline pipeline) {
        String topic =
                Topics.of(pipeline.name(), properties.partitions()).records().name();
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        upload.splitting()
                .published()
                .keySet()
                .forEach(partition -> beginnings.put(new TopicPartition(topic, partition), OffsetSpec.earliest()));
        earliest(beginnings).forEach((partition, offset) -> {
            OffsetRange range = upload.splitting().published().get(partition.partition());
            if (range != null && offset > range.first()) {
                throw gone();
            }
        });
    }

    private Map<TopicPartition, Long> earliest(Map<TopicPartition, OffsetSpec> beginnings) {
        try (Admin admin = kafka.admin()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listOffsets(beginnings)
                    .all()
                    .get(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, found) -> offsets.put(partition, found.offset()));
            return offsets;
        } catch (ExecutionException | TimeoutException e) {
            throw ProblemException.unavailable("Kafka does not say which records it still has.", RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The service is stopping.", RETRY);
        }
    }

    private static ProblemException gone() {
        return new ProblemException(
                HttpStatus.GONE, "gone", "The records topic does not hold the upload's lines, or not any more.");
    }
}
