package io.multiget.ingest.reader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads UTF-16 as UTF-8, so that only one kind of text has to be split. Nothing is repaired or lost: a lone surrogate
 * becomes the three bytes that UTF-8 forbids for it, an odd last byte becomes {@code 0xFF}, and the line they are in is
 * found to be no text later. Hence {@link #sourceLength} can tell how long any piece was before.
 */
final class Utf16ToUtf8 extends FilterInputStream {
    private static final int BLOCK = 16 << 10;
    private static final int MOST_BYTES_PER_CHAR = 3;
    private static final byte NO_TEXT = (byte) 0xFF;

    private final int high;
    private final byte[] source = new byte[BLOCK];
    private final byte[] target = new byte[BLOCK / 2 * MOST_BYTES_PER_CHAR + 8];
    private int sourceLength;
    private int targetPosition;
    private int targetLimit;
    private boolean ended;

    Utf16ToUtf8(InputStream in, boolean littleEndian) {
        super(in);
        high = littleEndian ? 1 : 0;
    }

    /** How many bytes of UTF-16 these bytes were made of. */
    static long sourceLength(byte[] bytes, int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            if (b == NO_TEXT) {
                length += 1;
            } else if (b >= 0 || (b & 0xC0) == 0xC0) {
                // A first byte; 0xF0 and above start a pair of surrogates.
                length += (b & 0xF8) == 0xF0 ? 4 : 2;
            }
        }
        return length;
    }

    @Override
    public int read() throws IOException {
        return targetPosition < targetLimit || transcodeBlock() ? target[targetPosition++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (targetPosition == targetLimit && !transcodeBlock()) {
            return -1;
        }
        int copied = Math.min(count, targetLimit - targetPosition);
        System.arraycopy(target, targetPosition, bytes, from, copied);
        targetPosition += copied;
        return copied;
    }

    private boolean transcodeBlock() throws IOException {
        targetPosition = 0;
        targetLimit = 0;
        while (targetLimit == 0 && !ended) {
            int read = in.read(source, sourceLength, BLOCK - sourceLength);
            if (read < 0) {
                ended = true;
            } else {
                sourceLength += read;
            }
            keepFrom(transcode());
        }
        return targetLimit > 0;
    }

    /** Returns how much of the source is done; a pair that is not whole yet waits for the next block. */
    private int transcode() {
        int i = 0;
        while (i + 1 < sourceLength) {
            char unit = unitAt(i);
            if (Character.isHighSurrogate(unit)) {
                if (i + 3 >= sourceLength && !ended) {
                    return i;
                }
                if (i + 3 < sourceLength && Character.isLowSurrogate(unitAt(i + 2))) {
                    putPair(Character.toCodePoint(unit, unitAt(i + 2)));
                    i += 4;
                    continue;
                }
            }
            putUnit(unit);
            i += 2;
        }
        if (ended && i < sourceLength) {
            target[targetLimit++] = NO_TEXT;
            i++;
        }
        return i;
    }

    private char unitAt(int i) {
        return (char) ((source[i + high] & 0xFF) << 8 | source[i + 1 - high] & 0xFF);
    }

    private void putUnit(char unit) {
        if (unit < 0x80) {
            target[targetLimit++] = (byte) unit;
        } else if (unit < 0x800) {
            target[targetLimit++] = (byte) (0xC0 | unit >> 6);
            target[targetLimit++] = continuation(unit);
        } else {
            target[targetLimit++] = (byte) (0xE0 | unit >> 12);
            target[targetLimit++] = continuation(unit >> 6);
            target[targetLimit++] = continuation(unit);
        }
    }

    private void putPair(int codePoint) {
        target[targetLimit++] = (byte) (0xF0 | codePoint >> 18);
        target[targetLimit++] = continuation(codePoint >> 12);
        target[targetLimit++] = continuation(codePoint >> 6);
        target[targetLimit++] = continuation(codePoint);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private void keepFrom(int done) {
        System.arraycopy(source, done, source, 0, sourceLength - done);
        sourceLength -= done;
    }
}
