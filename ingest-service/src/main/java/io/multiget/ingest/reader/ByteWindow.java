package io.multiget.ingest.reader;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The part of a file's content that is in memory: what is needed from {@link #position} on. Content is what the
 * splitters see: inflated, and UTF-8 where the file is UTF-16. Owned by one thread.
 */
final class ByteWindow implements Closeable {
    private final InputStream content;
    private final boolean transcoded;
    private long offset;

    /** Valid from {@link #position} to {@link #limit}; replaced and moved by no one but this class. */
    final byte[] bytes;
    /** Where the next record starts. */
    int position;

    int limit;
    private boolean ended;

    /**
     * @param transcoded whether the content is UTF-8 made of UTF-16, so that its bytes are not the file's
     * @param offset where in the file (inflated) the content starts
     * @param size bytes in memory; a multiple of what is required at once saves moving them
     */
    ByteWindow(InputStream content, boolean transcoded, long offset, int size) {
        this.content = content;
        this.transcoded = transcoded;
        this.offset = offset;
        this.bytes = new byte[size];
    }

    /** Makes sure that {@code count} bytes from the position on are there, or all there are. */
    void require(int count) throws IOException {
        if (limit - position >= count || ended) {
            return;
        }
        System.arraycopy(bytes, position, bytes, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < count && !ended) {
            int read = content.read(bytes, limit, bytes.length - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
    }

    /** Whether nothing comes behind {@link #limit}. */
    boolean ended() {
        return ended;
    }

    /** Moves the position forward; what was before it is no longer needed. */
    void advanceTo(int newPosition) {
        offset += fileBytes(position, newPosition);
        position = newPosition;
    }

    /** Bytes of the file before the position. */
    long offset() {
        return offset;
    }

    /** How many bytes the file has for these bytes of the content. */
    long fileBytes(int from, int to) {
        return transcoded ? Utf16ToUtf8.sourceLength(bytes, from, to) : to - from;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
