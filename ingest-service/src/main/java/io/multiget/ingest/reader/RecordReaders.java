package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a spooled file and tells how it is read, or that it cannot be:
 *
 * <pre>{@code
 * InputFile file = readers.look(path, pipeline.input(), ReadingOptions.of(upload.reading()));
 * long total = file.count().rows();
 * try (RecordReader reader = file.open(Position.from(checkpoint))) {
 *     for (Line line = reader.next(); line != null; line = reader.next()) { ... }
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class RecordReaders {
    private static final List<RecordFormat> FORMATS =
            List.of(DelimitedFormat.CSV, DelimitedFormat.TSV, new TextFormat(), new JsonLinesFormat());

    private final ReaderLimits limits;

    public RecordReaders(ReaderLimits limits) {
        this.limits = limits;
    }

    /** The names of all formats, which are the extensions of their files; each is also read with {@code .gz}. */
    public static List<String> formats() {
        return FORMATS.stream().flatMap(format -> format.names().stream()).toList();
    }

    /**
     * Looks at the file's head: encoding, delimiter, header. Reads little, so that a refusal can still be the upload's
     * answer.
     *
     * @throws UnreadableFileException if the head shows that the file cannot be read as these options say
     * @throws IOException if the disk fails
     */
    public InputFile look(Path file, Input input, ReadingOptions options) throws IOException, UnreadableFileException {
        Content content = Head.of(file, options.gzip(), limits).content(file, options, limits);
        return new InputFile(content, format(options.format()).look(content, input, options));
    }

    private static RecordFormat format(String name) {
        return FORMATS.stream()
                .filter(format -> format.names().contains(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown format " + name));
    }
}
