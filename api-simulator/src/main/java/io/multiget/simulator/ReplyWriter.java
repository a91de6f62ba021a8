package io.multiget.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Puts one answer on the wire, as bytes: an encoder would not let the wrong ones through. */
final class ReplyWriter {
    private static final String INFORMATION = "HTTP/1.1 102 Processing\r\n\r\n".repeat(1000);
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </next>\r\n\r\n";
    private static final String CHUNKS = "chunks";
    private static final long DRIBBLE_MILLIS = 1000;

    private final ChannelHandlerContext ctx;
    private final Reply reply;
    private final boolean keepAlive;

    ReplyWriter(ChannelHandlerContext ctx, Reply reply, boolean keepAlive) {
        this.ctx = ctx;
        this.reply = reply;
        this.keepAlive = keepAlive;
    }

    /** Completes when the answer has been written, or the connection is closed. */
    ChannelFuture write() {
        return switch (reply.delivery()) {
            case WHOLE, LAST_WORD -> ctx.writeAndFlush(whole("", reply.body().length));
            case AFTER_HINTS -> ctx.writeAndFlush(whole(HINTS, reply.body().length));
            case TWICE -> twice();
            case AFTER_INFORMATION -> ctx.writeAndFlush(whole(INFORMATION, reply.body().length));
            case RESET -> reset();
            case RESET_IN_BODY -> half().addListener(sent -> reset());
            case CLOSE_IN_BODY -> half().addListener(ChannelFutureListener.CLOSE);
            case SILENCE -> ctx.channel().closeFuture();
            case HEAD_ONLY -> headOnly();
            case DRIBBLE -> dribble();
            case HUGE -> huge();
        };
    }

    /** In one write, so that both are there when the first is read. */
    private ChannelFuture twice() {
        ctx.write(whole("", reply.body().length));
        return ctx.writeAndFlush(whole("", reply.body().length));
    }

    private ChannelFuture half() {
        return ctx.writeAndFlush(whole("", reply.body().length / 2));
    }

    private ChannelFuture headOnly() {
        ctx.writeAndFlush(whole("", 0));
        return ctx.channel().closeFuture();
    }

    /** Closing without lingering makes the kernel send a reset. */
    private ChannelFuture reset() {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        return ctx.close();
    }

    private ChannelFuture dribble() {
        ctx.writeAndFlush(whole("", 0));
        ChannelPromise done = ctx.newPromise();
        dribbleFrom(0, done);
        return done;
    }

    private void dribbleFrom(int index, ChannelPromise done) {
        if (index == reply.body().length || !ctx.channel().isActive()) {
            done.trySuccess();
            return;
        }
        ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte(reply.body()[index]));
        ctx.executor().schedule(() -> dribbleFrom(index + 1, done), DRIBBLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private ChannelFuture huge() {
        if (ctx.pipeline().get(CHUNKS) == null) {
            ctx.pipeline().addBefore(ctx.name(), CHUNKS, new ChunkedWriteHandler());
        }
        ctx.write(ascii(head("Transfer-Encoding: chunked\r\n")));
        return ctx.writeAndFlush(new HugeBody(reply.body()));
    }

    private ByteBuf whole(String before, int bodyBytes) {
        String head = before + head(hasBody() ? "Content-Length: " + reply.body().length + "\r\n" : noBody());
        int bytes = hasBody() ? bodyBytes : 0;
        ByteBuf buffer = ctx.alloc().buffer(head.length() + bytes);
        buffer.writeCharSequence(head, StandardCharsets.US_ASCII);
        return buffer.writeBytes(reply.body(), 0, bytes);
    }

    private ByteBuf ascii(String text) {
        ByteBuf buffer = ctx.alloc().buffer(text.length());
        buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
        return buffer;
    }

    private String head(String framing) {
        return "HTTP/1.1 " + reply.status() + " "
                + HttpResponseStatus.valueOf(reply.status()).reasonPhrase() + "\r\nContent-Type: "
                + reply.contentType() + "\r\n" + framing + reply.headers()
                + (keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
    }

    private boolean hasBody() {
        int status = reply.status();
        boolean informational = status >= 100 && status < 200;
        return !informational && status != 204 && status != 205 && status != 304;
    }

    private String noBody() {
        return reply.status() == 205 ? "Content-Length: 0\r\n" : "";
    }
}
