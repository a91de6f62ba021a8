package io.multiget.ingest.reader;

import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** How many lines a second one thread counts and reads, with the columns of the shipped pipeline. */
@State(Scope.Benchmark)
public class RecordReaderBenchmark {
    private static final int LINES = 100_000;
    private static final long SEED = 1;

    @Param({"csv", "jsonl"})
    private String format;

    private Path file;
    private InputFile input;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("lines", "." + format);
        Files.write(file, Stream.concat(header(), lines()).toList());
        Pipeline pipeline = PipelineLoader.load(Path.of("../pipelines/mercadolibre.yaml"), name -> null);
        input = new RecordReaders(ReaderLimits.DEFAULT)
                .look(file, pipeline.input(), ReadingOptions.of(new Upload.Reading(format, null, null, null)));
    }

    private Stream<String> header() {
        return format.equals("csv") ? Stream.of("site,id") : Stream.empty();
    }

    private Stream<String> lines() {
        String line = format.equals("csv") ? "MLA,%d" : "{\"site\":\"MLA\",\"id\":%d}";
        return new Random(SEED).ints(LINES, 600_000_000, 1_500_000_000).mapToObj(line::formatted);
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public LineCounts count() throws IOException {
        return input.count();
    }

    /** The cast sees to it that no line is rejected, which would be another road. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void read(Blackhole hole) throws IOException {
        try (RecordReader reader = input.open(Position.START)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                hole.consume((Line.Valid) line);
            }
        }
    }
}
