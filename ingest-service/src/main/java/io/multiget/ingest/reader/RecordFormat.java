package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Input;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A kind of file. A new one is a class that implements this, and its name in {@link RecordReaders}. Immutable. */
interface RecordFormat {
    /** The extensions of such files, in lower case, without a dot and without {@code .gz}. */
    List<String> names();

    /** Looks into the file and settles all that the options leave open. */
    Layout look(Content content, Input input, ReadingOptions options) throws IOException, UnreadableFileException;

    /** How one file is split and parsed. Immutable; may be opened often. */
    interface Layout {
        /** Where its first record is: behind the byte order mark and the header. */
        Position start();

        Optional<Character> delimiter();

        boolean hasHeader();

        /** Splits and parses from the window's position on, which is this one. */
        Records open(ByteWindow window, Position from);
    }

    /** A splitter, and a parser of what it finds. */
    record Records(RecordSplitter splitter, RecordParser parser) {}
}
