package io.multiget.contract;

import io.multiget.contract.json.JsonSerde;
import io.multiget.contract.json.LookupAnswerSerde;
import io.multiget.contract.json.LookupKeySerde;
import io.multiget.contract.json.RecordEventSerde;
import io.multiget.contract.json.RowKeySerde;
import io.multiget.contract.json.RowOutcomeSerde;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;

/** Every topic's name, types and settings, in one place. */
public final class Topics {
    /** Partitions of a pipeline's topics unless the user says otherwise: the most tasks that can share its work. */
    public static final int DEFAULT_PARTITIONS = 4;

    /** One partition: a handful of records a second, and every reader wants all of them. */
    private static final int UPLOAD_PARTITIONS = 1;

    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    /** Who uploaded what, and how far it is published. */
    public static final Topic<String, Upload> UPLOADS =
            new Topic<>("uploads", Serdes.String(), JsonSerde.of(Upload.class), UPLOAD_PARTITIONS, COMPACTED);

    /** What each task has done for an upload. */
    public static final Topic<String, UploadProgress> UPLOAD_PROGRESS = new Topic<>(
            "upload-progress",
            Serdes.String(),
            JsonSerde.of(UploadProgress.class),
            UPLOAD_PARTITIONS,
            retention(Duration.ofDays(7)));

    /** The whole status, source of the queryable store. */
    public static final Topic<String, UploadStatus> UPLOAD_STATUS = new Topic<>(
            "upload-status", Serdes.String(), JsonSerde.of(UploadStatus.class), UPLOAD_PARTITIONS, COMPACTED);

    private Topics() {}

    /** The topics that every pipeline shares. */
    public static List<Topic<?, ?>> shared() {
        return List.of(UPLOADS, UPLOAD_PROGRESS, UPLOAD_STATUS);
    }

    /** The topics of one pipeline. */
    public static PipelineTopics of(String pipeline, int partitions) {
        return new PipelineTopics(
                new Topic<>(
                        pipeline + ".records",
                        Serdes.String(),
                        new RecordEventSerde(),
                        partitions,
                        retention(Duration.ofDays(7))),
                new Topic<>(
                        pipeline + ".rows",
                        new RowKeySerde(),
                        new RowOutcomeSerde(),
                        partitions,
                        retention(Duration.ofDays(7))),
                new Topic<>(
                        pipeline + ".lookups", new LookupKeySerde(), new LookupAnswerSerde(), partitions, COMPACTED),
                new Topic<>(
                        pipeline + ".dead-letters",
                        Serdes.String(),
                        JsonSerde.of(DeadLetter.class),
                        1,
                        retention(Duration.ofDays(30))));
    }

    private static Map<String, String> retention(Duration retention) {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    }
}
