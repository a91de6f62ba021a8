package io.multiget.ingest.reader;

import io.multiget.ingest.reader.RecordFormat.Records;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reader of every format: lines of what its splitter finds and its parser makes of it. Owned by one thread. */
final class SplitReader implements RecordReader {
    private final ByteWindow window;
    private final RecordSplitter splitter;
    private final RecordParser parser;
    private final RecordText text;
    private final Content content;

    SplitReader(Content content, ByteWindow window, Records records) {
        this.content = content;
        this.window = window;
        splitter = records.splitter();
        parser = records.parser();
        text = new RecordText(splitter, content.charset());
    }

    @Override
    public @Nullable Line next() throws IOException {
        return splitter.next() ? line() : null;
    }

    /** Reads to the end without looking into the records. */
    LineCounts count() throws IOException {
        while (splitter.next()) {
            // Counted on the way.
        }
        return new LineCounts(position().row(), position().blank());
    }

    @Override
    public Position position() {
        return splitter.position();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    private Line line() {
        text.look();
        Map<String, Object> columns = new LinkedHashMap<>();
        Problem problem = recordProblem();
        if (problem == null) {
            problem = parser.parse(text, columns);
        }
        return problem == null
                ? new Line.Valid(splitter.row(), splitter.line(), text.raw(), columns)
                : new Line.Rejected(
                        splitter.row(), splitter.line(), text.raw(), problem.code(), problem.reason(), columns);
    }

    private @Nullable Problem recordProblem() {
        return switch (splitter.defect) {
            case LINE_TOO_LONG ->
                new Problem(
                        "line_too_long", "is longer than " + content.limits().lineBytes() + " bytes");
            case UNCLOSED_QUOTE -> new Problem("unclosed_quote", "opens a quote that is not closed");
            case BAD_QUOTE ->
                new Problem(
                        "bad_quote",
                        "has a quote within a value, or text behind a closing quote; a value with quotes is written \"a \"\"b\"\" c\"");
            case NONE -> text.isValid() ? null : invalidEncoding();
        };
    }

    private Problem invalidEncoding() {
        return new Problem(
                "invalid_encoding",
                "is not " + content.encoding().charset().name() + " at byte " + splitter.offsetOf(text.firstInvalid())
                        + " of the file");
    }
}
