package io.multiget.simulator;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One connection: one call at a time, those pipelined behind it wait for their turn. Owned by the event loop.
 */
final class CallHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MOST_WAITING = 64;

    private final SimulatedApi api;
    private final ControlPanel panel;
    private final ScheduledExecutorService clock;
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean counted;
    private boolean deaf;

    /** @param clock tells when a delayed answer is due */
    CallHandler(SimulatedApi api, ControlPanel panel, ScheduledExecutorService clock) {
        this.api = api;
        this.panel = panel;
        this.clock = clock;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        api.tally().connected();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        api.tally().disconnected();
        leave();
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (deaf) {
            ctx.close();
        } else if (!busy) {
            begin(ctx, request);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(request.retain());
        } else {
            ctx.close();
        }
    }

    private void begin(ChannelHandlerContext ctx, FullHttpRequest request) {
        busy = true;
        counted = !ControlPanel.isFor(request.uri());
        boolean keepAlive = keepsAlive(request);
        Reply reply = counted ? api.answer(request) : panel.answer(request);
        if (reply.delay().isZero()) {
            send(ctx, reply, keepAlive);
        } else {
            clock.schedule(
                    () -> ctx.executor().execute(() -> send(ctx, reply, keepAlive)),
                    reply.delay().toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    /** Behind a request that was not understood, and behind a HEAD, which gets a body here, nothing else can be read. */
    private static boolean keepsAlive(FullHttpRequest request) {
        return HttpUtil.isKeepAlive(request)
                && request.decoderResult().isSuccess()
                && !HttpMethod.HEAD.equals(request.method());
    }

    private void send(ChannelHandlerContext ctx, Reply reply, boolean keepAlive) {
        if (ctx.channel().isActive()) {
            deaf = reply.delivery() == Delivery.LAST_WORD;
            api.sent(reply);
            new ReplyWriter(ctx, reply, keepAlive).write().addListener(written -> ended(ctx, keepAlive));
        }
    }

    private void ended(ChannelHandlerContext ctx, boolean keepAlive) {
        leave();
        if (!keepAlive) {
            ctx.close();
            return;
        }
        FullHttpRequest next = waiting.poll();
        if (next != null) {
            begin(ctx, next);
            next.release();
        }
    }

    /** A call leaves once: when its answer is written, or when its connection is gone before. */
    private void leave() {
        if (busy && counted) {
            api.tally().left();
        }
        busy = false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
        if (!(cause instanceof IOException)) {
            ctx.fireExceptionCaught(cause);
        }
    }
}
