package io.multiget.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A body in chunks, followed by blanks up to 100 MB; read by the connection only as fast as the client takes it. */
final class HugeBody implements ChunkedInput<ByteBuf> {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 1600;
    private static final byte[] BLANKS = blanks();

    private final byte[] beginning;
    private int sent;

    HugeBody(byte[] beginning) {
        this.beginning = beginning;
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) {
        byte[] bytes = sent == 0 ? beginning : sent <= CHUNKS ? BLANKS : new byte[0];
        sent++;
        ByteBuf chunk = allocator.buffer(bytes.length + 12);
        chunk.writeCharSequence(Integer.toHexString(bytes.length) + "\r\n", StandardCharsets.US_ASCII);
        return chunk.writeBytes(bytes).writeBytes(new byte[] {'\r', '\n'});
    }

    @Override
    @Deprecated
    public ByteBuf readChunk(ChannelHandlerContext ctx) {
        return readChunk(ctx.alloc());
    }

    @Override
    public boolean isEndOfInput() {
        return sent > CHUNKS + 1;
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public long progress() {
        return (long) sent * CHUNK;
    }

    private static byte[] blanks() {
        byte[] blanks = new byte[CHUNK];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }
}
