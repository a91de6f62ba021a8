package io.multiget.ingest.reader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip file of one or more members (RFC 1952), and tells where it is broken. The JDK's stream takes garbage
 * behind a member for the file's end, and knows no offsets and no limits.
 */
final class GzipContent extends FilterInputStream {
    private static final int BLOCK = 64 << 10;
    /** Content that even a suspicious file may have: the ratio of a small file says little. */
    private static final long RATIO_FREE = 10L << 20;

    private static final int MAGIC_1 = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int TIME_SYSTEM_AND_FLAGS = 6;

    private final ReaderLimits limits;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int limit;
    /** Bytes of the file before the block. */
    private long blockOffset;

    private long inflated;
    private boolean inMember;
    private boolean first = true;

    GzipContent(InputStream in, ReaderLimits limits) {
        super(in);
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (inMember || startMember()) {
            int read = inflate(bytes, from, count);
            if (read > 0) {
                return read;
            }
        }
        return -1;
    }

    /** Skips by inflating. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(BLOCK, Math.max(count, 0))];
        long left = count;
        while (left > 0) {
            int read = read(skipped, 0, (int) Math.min(skipped.length, left));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return count - left;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }

    private int inflate(byte[] bytes, int from, int count) throws IOException {
        if (inflater.needsInput()) {
            fill();
            inflater.setInput(block, position, limit - position);
        }
        int read;
        try {
            read = inflater.inflate(bytes, from, count);
        } catch (DataFormatException e) {
            throw broken("is corrupt", blockOffset + limit - inflater.getRemaining());
        }
        position = limit - inflater.getRemaining();
        crc.update(bytes, from, read);
        inflated += read;
        checkLimits();
        if (inflater.finished()) {
            endMember();
        } else if (read == 0 && inflater.needsDictionary()) {
            throw broken("asks for a dictionary", offset());
        }
        return read;
    }

    private void checkLimits() throws UnreadableFileException {
        if (inflated > limits.inflatedBytes()) {
            throw new UnreadableFileException(
                    "inflated_too_large", "the content is larger than " + limits.inflatedBytes() + " bytes");
        }
        if (inflated > RATIO_FREE && inflated / limits.inflationRatio() > offset()) {
            throw new UnreadableFileException(
                    "inflated_too_large",
                    "the content is more than " + limits.inflationRatio() + " times as large as the file");
        }
    }

    /** Passes the header of the next member; false at the file's end. */
    private boolean startMember() throws IOException {
        if (position == limit && !fillOrEnd() && !first) {
            return false;
        }
        long start = offset();
        if (position == limit || nextByte() != MAGIC_1 || nextByte() != MAGIC_2) {
            throw broken(first ? "is not gzip" : "has something else behind its end", start);
        }
        first = false;
        int method = nextByte();
        if (method != DEFLATE) {
            throw broken("has the unknown compression method " + method, start);
        }
        int flags = nextByte();
        skipBytes(TIME_SYSTEM_AND_FLAGS);
        if ((flags & EXTRA) != 0) {
            skipBytes(nextNumber(2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skipBytes(2);
        }
        inflater.reset();
        inflater.setInput(block, position, limit - position);
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        inMember = false;
        long trailer = offset();
        long expectedCrc = nextNumber(4);
        long expectedLength = nextNumber(4);
        if (expectedCrc != crc.getValue() || expectedLength != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw broken("is corrupt: checksum or length do not fit its content", trailer);
        }
    }

    private void skipText() throws IOException {
        while (nextByte() != 0) {
            // Up to the zero byte.
        }
    }

    private void skipBytes(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            nextByte();
        }
    }

    /** An unsigned number of so many bytes, the smallest first. */
    private long nextNumber(int size) throws IOException {
        long number = 0;
        for (int i = 0; i < size; i++) {
            number |= (long) nextByte() << Byte.SIZE * i;
        }
        return number;
    }

    private int nextByte() throws IOException {
        if (position == limit) {
            fill();
        }
        return block[position++] & 0xFF;
    }

    private void fill() throws IOException {
        if (!fillOrEnd()) {
            throw broken("ends in the middle", offset());
        }
    }

    private boolean fillOrEnd() throws IOException {
        blockOffset += limit;
        position = 0;
        limit = Math.max(0, in.read(block));
        return limit > 0;
    }

    private long offset() {
        return blockOffset + position;
    }

    private static UnreadableFileException broken(String how, long offset) {
        return new UnreadableFileException("unreadable_file", "the gzip file " + how + ", at byte " + offset);
    }
}
