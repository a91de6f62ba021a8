package io.multiget.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One megabyte of gzip that inflates to one gigabyte of blanks in an array that never ends.
 *
 * <p>A single valid member. Compressing a gigabyte would hold the event loop for seconds; a block that was flushed whole
 * depends on nothing before it, so one block is compressed and repeated.
 */
final class GzipBomb {
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 1024;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final class Holder {
        private static final byte[] BYTES = build();
    }

    private GzipBomb() {}

    static byte[] bytes() {
        return Holder.BYTES;
    }

    private static byte[] build() {
        byte[] first = "[".getBytes(StandardCharsets.US_ASCII);
        byte[] blanks = new byte[BLOCK];
        Arrays.fill(blanks, (byte) ' ');
        byte[] deflated = deflated(blanks, Deflater.FULL_FLUSH, false);
        CRC32 crc = new CRC32();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BLOCKS * deflated.length + BLOCK);
        bytes.writeBytes(HEADER);
        bytes.writeBytes(deflated(first, Deflater.FULL_FLUSH, false));
        crc.update(first);
        for (int i = 0; i < BLOCKS; i++) {
            bytes.writeBytes(deflated);
            crc.update(blanks);
        }
        bytes.writeBytes(deflated(new byte[0], Deflater.NO_FLUSH, true));
        bytes.writeBytes(trailer(crc.getValue(), first.length + (long) BLOCKS * BLOCK));
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] input, int flush, boolean last) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(input);
            if (last) {
                deflater.finish();
            }
            byte[] output = new byte[BLOCK];
            return Arrays.copyOf(output, deflater.deflate(output, 0, output.length, flush));
        } finally {
            deflater.end();
        }
    }

    private static byte[] trailer(long crc, long length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc)
                .putInt((int) length)
                .array();
    }
}
