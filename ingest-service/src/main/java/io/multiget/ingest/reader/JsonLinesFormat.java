package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Input;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A JSON object a line. */
final class JsonLinesFormat implements RecordFormat {
    @Override
    public List<String> names() {
        return List.of("jsonl", "ndjson");
    }

    @Override
    public Layout look(Content content, Input input, ReadingOptions options) throws IOException {
        refuseArray(content);
        return new JsonLayout(content.firstPosition(), input.columns(), content.limits());
    }

    /** One array around all objects, on one line or on many, would be a rejected line for each of them. */
    private static void refuseArray(Content content) throws IOException {
        try (ByteWindow window = content.headWindow()) {
            window.require(content.head().length);
            int first = nonSpace(window, window.position);
            int second = nonSpace(window, first + 1);
            if (isAt(window, first, '[') && isAt(window, second, '{')) {
                throw new UnreadableFileException(
                        "looks_like_json_array",
                        "the file is one JSON array; an object a line, without brackets and commas around them, is needed");
            }
        }
    }

    private static int nonSpace(ByteWindow window, int from) {
        int at = from;
        while (at < window.limit && Character.isWhitespace(window.bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isAt(ByteWindow window, int index, char c) {
        return index < window.limit && window.bytes[index] == c;
    }

    private record JsonLayout(Position start, List<Column> columns, ReaderLimits limits) implements Layout {
        @Override
        public Optional<Character> delimiter() {
            return Optional.empty();
        }

        @Override
        public boolean hasHeader() {
            return false;
        }

        @Override
        public Records open(ByteWindow window, Position from) {
            return new Records(new LineSplitter(window, limits.lineBytes(), from), new JsonLineParser(columns));
        }
    }
}
