package io.multiget.ingest.reader;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file's content: inflated, its encoding known. Immutable; every window is opened anew.
 *
 * @param start length of the byte order mark
 * @param head the first bytes behind it, as they stand in the file (inflated)
 */
record Content(
        Path file, boolean gzip, Encoding encoding, int start, byte[] head, boolean headIsWhole, ReaderLimits limits) {
    private static final int SMALLEST_WINDOW = 64 << 10;
    /** Few enough to be small, enough to move a record's beginning to the front seldom. */
    private static final int RECORDS_IN_WINDOW = 4;

    /** What a record's bytes are when a splitter sees them. */
    Charset charset() {
        return encoding.isUtf16() ? StandardCharsets.UTF_8 : encoding.charset();
    }

    /** Behind the byte order mark. */
    Position firstPosition() {
        return new Position(0, 0, 1, start);
    }

    /** A window on the head alone, where it seems that the file ends behind it. */
    ByteWindow headWindow() {
        return window(new ByteArrayInputStream(head), start);
    }

    /** A window on the file from this offset on. */
    ByteWindow open(long offset) throws IOException {
        InputStream in = openBytes(file, gzip, limits);
        try {
            skip(in, offset);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return window(in, offset);
    }

    private ByteWindow window(InputStream in, long offset) {
        InputStream text = encoding.isUtf16() ? new Utf16ToUtf8(in, encoding == Encoding.UTF_16LE) : in;
        int size = Math.max(SMALLEST_WINDOW, RECORDS_IN_WINDOW * RecordSplitter.reach(limits.lineBytes()));
        return new ByteWindow(text, encoding.isUtf16(), offset, size);
    }

    /** The file's bytes, inflated, from the start. */
    static InputStream openBytes(Path file, boolean gzip, ReaderLimits limits) throws IOException {
        // Not Files.newInputStream, whose reads an interrupt does not end.
        InputStream in = Channels.newInputStream(FileChannel.open(file));
        return gzip ? new GzipContent(in, limits) : in;
    }

    private void skip(InputStream in, long offset) throws IOException {
        try {
            in.skipNBytes(offset);
        } catch (EOFException e) {
            throw new IllegalStateException("the file ends before byte " + offset + ", where reading was to go on", e);
        }
    }
}
