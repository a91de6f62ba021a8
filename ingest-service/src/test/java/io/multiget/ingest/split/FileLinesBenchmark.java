package io.multiget.ingest.split;

import io.multiget.contract.PipelineTopics;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.Splitting;
import io.multiget.contract.UploadState;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.ingest.kafka.Transaction;
import io.multiget.ingest.kafka.TransactionalWriter;
import io.multiget.ingest.reader.InputFile;
import io.multiget.ingest.reader.Position;
import io.multiget.ingest.reader.ReaderLimits;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.reader.RecordReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How many lines a second one thread splits: from the file's bytes to records that a producer has been given, in the
 * transactions of a splitter. What the producer does with them is left out: it compresses and sends on a thread of its own.
 */
@State(Scope.Benchmark)
public class FileLinesBenchmark {
    private static final int LINES = 100_000;
    private static final int LINES_IN_A_TRANSACTION = 2_000;
    private static final long SEED = 1;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final TransactionalWriter writer = new TransactionalWriter(() -> producer, Duration.ofSeconds(1));
    private final Pipeline pipeline = PipelineLoader.load(Path.of("../pipelines/mercadolibre.yaml"), name -> null);
    private final PipelineTopics topics = Topics.of(pipeline.name(), Topics.DEFAULT_PARTITIONS);
    private Path file;
    private InputFile input;
    private Upload upload;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("lines", ".csv");
        Stream<String> lines =
                new Random(SEED).ints(LINES, 600_000_000, 1_500_000_000).mapToObj("MLA,%d"::formatted);
        Files.write(file, Stream.concat(Stream.of("site,id"), lines).toList());
        Upload.Reading reading = new Upload.Reading("csv", null, null, null);
        input = new RecordReaders(ReaderLimits.DEFAULT).look(file, pipeline.input(), ReadingOptions.of(reading));
        upload = upload(reading);
    }

    private Upload upload(Upload.Reading reading) throws IOException {
        return new Upload(
                UUID.randomUUID(),
                pipeline.name(),
                "items.csv",
                Files.size(file),
                "00",
                "ingest-1",
                null,
                reading,
                1,
                null,
                UploadState.RUNNING,
                Splitting.START.counted(LINES, 0),
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
    }

    @TearDown
    public void delete() throws IOException {
        writer.close();
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public Splitting split() throws IOException {
        Splitting splitting = upload.splitting();
        try (FileLines lines = new FileLines(upload, input.open(Position.START), pipeline, topics, Clock.systemUTC())) {
            boolean more = true;
            while (more) {
                try (Transaction transaction = writer.begin()) {
                    more = lines.send(transaction, LINES_IN_A_TRANSACTION, System.nanoTime() + Long.MAX_VALUE / 2);
                    transaction.flush();
                    splitting = lines.advance(splitting, transaction);
                    transaction.commit();
                }
                producer.clear();
            }
        }
        if (splitting.read() != LINES) {
            throw new IllegalStateException("split " + splitting.read() + " lines");
        }
        return splitting;
    }
}
