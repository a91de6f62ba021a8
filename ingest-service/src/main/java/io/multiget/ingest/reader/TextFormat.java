package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Input;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Plain text. A pipeline with a pattern for its lines has it applied to each; a pipeline of one column, unless a
 * delimiter was declared, gets each line as it is, a key a line; any other file is delimited like CSV.
 */
final class TextFormat implements RecordFormat {
    private static final DelimitedFormat DELIMITED = new DelimitedFormat(List.of(), Optional.empty());

    @Override
    public List<String> names() {
        return List.of("txt", "dat");
    }

    @Override
    public Layout look(Content content, Input input, ReadingOptions options) throws IOException {
        boolean wholeLines = input.columns().size() == 1 && options.delimiter().isEmpty();
        if (input.line().isEmpty() && !wholeLines) {
            return DELIMITED.look(content, input, options);
        }
        Position start = content.firstPosition();
        Position behindHeader = behindHeader(content, input, options.header());
        return new LineLayout(behindHeader, !behindHeader.equals(start), input, content.limits());
    }

    /** Behind the first line where it is, or is said to be, a header; else where it starts. */
    private static Position behindHeader(Content content, Input input, Header header) throws IOException {
        Position start = content.firstPosition();
        if (header == Header.ABSENT) {
            return start;
        }
        try (ByteWindow window = content.open(start.offset())) {
            LineSplitter splitter = new LineSplitter(window, content.limits().lineBytes(), start);
            if (!splitter.next()) {
                return start;
            }
            RecordText text = new RecordText(splitter, content.charset());
            text.look();
            boolean named = text.isValid() && new ColumnNames(input.columns()).containsAny(List.of(text.text()));
            return header == Header.PRESENT || named ? splitter.positionBehindHeader() : start;
        }
    }

    private record LineLayout(Position start, boolean hasHeader, Input input, ReaderLimits limits) implements Layout {
        @Override
        public Optional<Character> delimiter() {
            return Optional.empty();
        }

        @Override
        public Records open(ByteWindow window, Position from) {
            return new Records(new LineSplitter(window, limits.lineBytes(), from), new TextLineParser(input));
        }
    }
}
