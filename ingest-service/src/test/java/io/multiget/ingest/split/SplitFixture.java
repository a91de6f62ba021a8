package io.multiget.ingest.split;

import io.multiget.contract.PipelineTopics;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.RowKey;
import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.BookFixture;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.kafka.TransactionalWriter;
import io.multiget.ingest.reader.ReaderLimits;
import io.multiget.ingest.reader.RecordReaders;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.upload.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;

/** One upload to split, over topics in memory. */
final class SplitFixture {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final BookFixture kafka = new BookFixture();
    final Pipeline pipeline = PipelineLoader.load(Path.of("../pipelines/mercadolibre.yaml"), name -> null);
    final PipelineTopics topics = Topics.of(pipeline.name(), 4);
    final FinishedByHand finished = new FinishedByHand();
    final Spool spool;
    final UUID id = UUID.randomUUID();
    Consumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    private final IngestProperties properties;
    private UploadBook book;

    SplitFixture(Path dataDir) {
        properties = IngestProperties.from(Map.of("MULTIGET_DATA_DIR", dataDir.toString()));
        spool = new Spool(properties.spool());
        book = kafka.book();
    }

    /** A topology that finishes what it is told to. */
    static final class FinishedByHand implements FinishedLines {
        long lines = 1_000_000_000;

        @Override
        public long finished(UUID upload, int attempt) {
            return lines;
        }

        @Override
        public void onChange(Runnable listener) {}
    }

    UploadBook book() {
        return book;
    }

    /** A new process: it knows what is committed and nothing else. */
    void restart() {
        book = kafka.book();
    }

    /** Accepts a file and counts it. */
    void accept(String content) throws IOException {
        Files.writeString(spool.file(id), content);
        Upload accepted = book.accept(new Upload(
                id,
                pipeline.name(),
                "items.csv",
                content.length(),
                "00",
                BookFixture.OWNER,
                null,
                new Upload.Reading("csv", null, null, null),
                1,
                null,
                UploadState.RECEIVING,
                Upload.Splitting.START,
                null,
                NOW,
                null,
                null,
                null));
        var counts = sources().count(accepted);
        book.update(id, upload -> upload.started(NOW)
                .withSplitting(upload.splitting().counted(counts.rows(), counts.blank())));
    }

    LineSources sources() {
        return new LineSources(
                properties,
                new Pipelines(List.of(pipeline)),
                spool,
                new RecordReaders(ReaderLimits.DEFAULT),
                () -> consumer,
                new EarlierRows(properties.postgres()),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    Attempt attempt() {
        return attempt(OptionalInt.empty());
    }

    Attempt attempt(OptionalInt window) {
        return new Attempt(id, book, sources(), finished, new Window(window, 1_000_000));
    }

    TransactionalWriter writer() {
        return kafka.writer();
    }

    Upload upload() {
        return book.find(id).orElseThrow();
    }

    /** The committed record events. */
    List<RecordEvent> records() {
        return values(topics.records()).toList();
    }

    /** The rows that were rejected at input. */
    List<RowKey> rows() {
        return kafka.committed().stream()
                .filter(record -> record.topic().equals(topics.rows().name()))
                .map(record -> topics.rows().key().deserializer().deserialize(record.topic(), record.key()))
                .toList();
    }

    private <V> Stream<V> values(Topic<?, V> topic) {
        return kafka.committed().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> topic.value().deserializer().deserialize(record.topic(), record.value()));
    }
}
