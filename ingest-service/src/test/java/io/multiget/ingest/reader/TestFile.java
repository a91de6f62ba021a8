package io.multiget.ingest.reader;

import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file on disk and how a test reads it. Each {@code with} is a new value. */
record TestFile(Path path, Input input, Upload.Reading reading, ReaderLimits limits) {
    static TestFile of(Path directory, String format, byte[] content) {
        try {
            Path path = Files.createTempFile(directory, "upload", "." + format);
            Files.write(path, content);
            return new TestFile(
                    path, Pipelines.ITEMS, new Upload.Reading(format, null, null, null), ReaderLimits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestFile of(Path directory, String format, String content) {
        return of(directory, format, content, StandardCharsets.UTF_8);
    }

    static TestFile of(Path directory, String format, String content, Charset charset) {
        return of(directory, format, content.getBytes(charset));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    TestFile with(Input newInput) {
        return new TestFile(path, newInput, reading, limits);
    }

    TestFile with(ReaderLimits newLimits) {
        return new TestFile(path, input, reading, newLimits);
    }

    TestFile withDelimiter(String delimiter) {
        return with(delimiter, reading.encoding(), reading.header());
    }

    TestFile withEncoding(String encoding) {
        return with(reading.delimiter(), encoding, reading.header());
    }

    TestFile withHeader(boolean header) {
        return with(reading.delimiter(), reading.encoding(), header);
    }

    private TestFile with(@Nullable String delimiter, @Nullable String encoding, @Nullable Boolean header) {
        return new TestFile(path, input, new Upload.Reading(reading.format(), delimiter, encoding, header), limits);
    }

    InputFile look() throws IOException {
        return new RecordReaders(limits).look(path, input, ReadingOptions.of(reading));
    }

    List<Line> lines() throws IOException {
        return linesFrom(Position.START);
    }

    List<Line> linesFrom(Position from) throws IOException {
        try (RecordReader reader = look().open(from)) {
            List<Line> lines = new ArrayList<>();
            for (Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
            return lines;
        }
    }

    /** Each line as {@code row@line code-or-columns}, to compare at a glance. */
    List<String> summary() throws IOException {
        return lines().stream().map(TestFile::summary).toList();
    }

    private static String summary(Line line) {
        String result = line instanceof Line.Rejected rejected
                ? rejected.code()
                : String.join(
                        ",",
                        line.columns().values().stream().map(String::valueOf).toList());
        return line.row() + "@" + line.line() + " " + result;
    }
}
