package io.multiget.ingest.reader;

import io.multiget.ingest.reader.RecordFormat.Records;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reader of every format: numbers what its splitter finds and its parser makes of it. Owned by one thread. */
final class SplitReader implements RecordReader {
    private final ByteWindow window;
    private final RecordSplitter splitter;
    private final RecordParser parser;
    private final RecordText text;
    private final Content content;
    private long row;
    private long blank;

    SplitReader(Content content, ByteWindow window, Records records, Position from) {
        this.content = content;
        this.window = window;
        splitter = records.splitter();
        parser = records.parser();
        text = new RecordText(splitter, content.charset());
        row = from.row();
        blank = from.blank();
    }

    @Override
    public @Nullable Line next() throws IOException {
        return nextRecord() ? line() : null;
    }

    /** Reads to the end without looking into the records. */
    LineCounts count() throws IOException {
        while (nextRecord()) {
            // Counted on the way.
        }
        return new LineCounts(row, blank);
    }

    @Override
    public Position position() {
        return new Position(row, blank, splitter.nextLine(), window.offset());
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    private boolean nextRecord() throws IOException {
        while (splitter.next()) {
            if (!splitter.blank()) {
                row++;
                return true;
            }
            blank++;
        }
        return false;
    }

    private Line line() {
        text.look();
        Map<String, Object> columns = new LinkedHashMap<>();
        Problem problem = recordProblem();
        if (problem == null) {
            problem = parser.parse(text, columns);
        }
        return problem == null
                ? new Line.Valid(row, splitter.line(), text.raw(), columns)
                : new Line.Rejected(row, splitter.line(), text.raw(), problem.code(), problem.reason(), columns);
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
        int at = text.firstInvalid();
        long offset = splitter.offset() + window.fileBytes(splitter.start, at);
        return new Problem(
                "invalid_encoding",
                "is not " + content.encoding().charset().name() + " at byte " + offset + " of the file");
    }
}
