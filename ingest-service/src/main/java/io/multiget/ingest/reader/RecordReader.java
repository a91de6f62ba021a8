package io.multiget.ingest.reader;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file's records in the file's order. Owned by one thread; memory does not grow with the file.
 *
 * <p>Interrupting the thread ends a read with {@link java.nio.channels.ClosedByInterruptException}.
 */
public interface RecordReader extends Closeable {
    /**
     * The next record, or null at the file's end. What is wrong with one line is in that line; the next call goes on
     * after it.
     *
     * @throws UnreadableFileException if the file itself turns out to be broken here; nothing can be read behind it
     * @throws IOException if the disk fails
     */
    @Nullable
    Line next() throws IOException, UnreadableFileException;

    /**
     * Behind the record that {@link #next} returned last, or the file's end where it returned null. A reader opened
     * here yields the rest.
     */
    Position position();
}
