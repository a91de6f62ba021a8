package io.multiget.ingest.reader;

import io.multiget.ingest.reader.RecordFormat.Layout;
import java.io.IOException;
import java.util.Optional;

/** A file that was looked at: how it is to be read is settled. Holds nothing open; may be used by several threads. */
public final class InputFile {
    private final Content content;
    private final Layout layout;

    InputFile(Content content, Layout layout) {
        this.content = content;
        this.layout = layout;
    }

    /** The name of the encoding that is read. */
    public String encoding() {
        return content.encoding().charset().name();
    }

    /** The character between cells; empty where there are no cells. */
    public Optional<Character> delimiter() {
        return layout.delimiter();
    }

    /** Whether there is a first line that names the columns; it is no record. */
    public boolean hasHeader() {
        return layout.hasHeader();
    }

    /**
     * Opens the file at its start or where an earlier reader of the same file, opened with the same options, stood.
     *
     * @throws UnreadableFileException if a compressed file is broken before that position
     */
    public RecordReader open(Position from) throws IOException, UnreadableFileException {
        return reader(from);
    }

    /**
     * Reads to the end to count. A reader yields exactly as many records: both find them with the same code.
     *
     * @throws UnreadableFileException if the file is broken anywhere, like a truncated gzip file
     */
    public LineCounts count() throws IOException, UnreadableFileException {
        try (SplitReader reader = reader(Position.START)) {
            return reader.count();
        }
    }

    private SplitReader reader(Position from) throws IOException {
        Position position = from.equals(Position.START) ? layout.start() : from;
        ByteWindow window = content.open(position.offset());
        return new SplitReader(content, window, layout.open(window, position));
    }
}
