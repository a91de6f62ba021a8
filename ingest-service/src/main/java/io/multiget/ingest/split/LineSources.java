package io.multiget.ingest.split;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.reader.InputFile;
import io.multiget.ingest.reader.LineCounts;
import io.multiget.ingest.reader.Position;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.reader.RecordReaders;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.upload.Spool;
import java.io.IOException;
import java.time.Clock;

/** Opens where an upload's lines come from. Thread-safe. */
final class LineSources {
    private final IngestProperties properties;
    private final Pipelines pipelines;
    private final Spool spool;
    private final RecordReaders readers;
    private final Clock clock;

    LineSources(IngestProperties properties, Pipelines pipelines, Spool spool, RecordReaders readers, Clock clock) {
        this.properties = properties;
        this.pipelines = pipelines;
        this.spool = spool;
        this.readers = readers;
        this.clock = clock;
    }

    /** Reads the file to its end. @throws UnreadableFileException when it cannot be read as a whole */
    LineCounts count(Upload upload) throws IOException {
        return look(upload).count();
    }

    /** Opens the upload's lines behind its checkpoint. */
    LineSource open(Upload upload) throws IOException {
        Pipeline pipeline = pipeline(upload);
        return new FileLines(
                upload,
                look(upload).open(Position.from(upload.splitting().checkpoint())),
                pipeline,
                Topics.of(pipeline.name(), properties.partitions()),
                clock);
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
