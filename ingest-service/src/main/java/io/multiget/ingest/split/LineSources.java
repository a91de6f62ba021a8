package io.multiget.ingest.split;

import io.multiget.contract.PipelineTopics;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.ReplayScope;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.reader.InputFile;
import io.multiget.ingest.reader.LineCounts;
import io.multiget.ingest.reader.Position;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.reader.RecordReader;
import io.multiget.ingest.reader.RecordReaders;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.upload.Spool;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.BitSet;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** Opens where an upload's lines come from. Thread-safe. */
final class LineSources {
    private final IngestProperties properties;
    private final Pipelines pipelines;
    private final Spool spool;
    private final RecordReaders readers;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final EarlierRows earlierRows;
    private final Clock clock;

    /** @param consumers each sees committed records only and does not reset its offsets; closed by whoever got it */
    LineSources(
            IngestProperties properties,
            Pipelines pipelines,
            Spool spool,
            RecordReaders readers,
            Supplier<Consumer<byte[], byte[]>> consumers,
            EarlierRows earlierRows,
            Clock clock) {
        this.properties = properties;
        this.pipelines = pipelines;
        this.spool = spool;
        this.readers = readers;
        this.consumers = consumers;
        this.earlierRows = earlierRows;
        this.clock = clock;
    }

    /** Reads the file to its end. @throws UnreadableFileException when it cannot be read as a whole */
    LineCounts count(Upload upload) throws IOException {
        return look(upload).count();
    }

    /** Opens the attempt's lines behind its checkpoint. @throws IOException to be tried again, or a broken source */
    LineSource open(Upload upload) throws IOException {
        Pipeline pipeline = pipeline(upload);
        PipelineTopics topics = Topics.of(pipeline.name(), properties.partitions());
        return upload.scope() == null ? file(upload, pipeline, topics) : replay(upload, pipeline, topics);
    }

    private LineSource file(Upload upload, Pipeline pipeline, PipelineTopics topics) throws IOException {
        RecordReader reader = look(upload).open(Position.from(upload.splitting().checkpoint()));
        return new FileLines(upload, reader, pipeline, topics, clock);
    }

    private LineSource replay(Upload upload, Pipeline pipeline, PipelineTopics topics) throws IOException {
        LongPredicate wanted = upload.scope() == ReplayScope.ALL ? row -> true : rejected(upload, pipeline);
        return new ReplayLines(upload, topics.records(), consumers.get(), wanted);
    }

    private LongPredicate rejected(Upload upload, Pipeline pipeline) throws IOException {
        try {
            BitSet rows = earlierRows.rejectedBefore(pipeline, upload);
            return row -> rows.get(Math.toIntExact(row));
        } catch (SQLException e) {
            throw new IOException("Postgres does not say which rows are rejected, SQLSTATE " + e.getSQLState(), e);
        }
    }

    private InputFile look(Upload upload) throws IOException {
        return readers.look(
                spool.file(upload.uploadId()), pipeline(upload).input(), ReadingOptions.of(upload.reading()));
    }

    private Pipeline pipeline(Upload upload) {
        return pipelines
                .find(upload.pipeline())
                .orElseThrow(() -> new IllegalStateException("upload " + upload.uploadId() + " is for pipeline "
                        + upload.pipeline() + ", which is not here"));
    }
}
