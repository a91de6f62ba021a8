package io.multiget.enricher.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Holds a connection to one answer a call. The library takes an informational answer (102, 103) for the call's own, and
 * what follows it for the answer to the next call: a key would be told what is another's. They are left out here, and a
 * connection that says more than it was asked is closed.
 *
 * <p>Not promised: an answer nobody asked for that comes while the next call is on its way cannot be told from the right
 * one. Owned by the connection's event loop.
 */
final class Pairing extends ChannelDuplexHandler {
    /** A server says so once or twice; one that never ends must not keep the call from failing. */
    private static final int MOST_INFORMATIONAL = 20;

    private boolean asked;
    private boolean skipping;
    private int informational;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            asked = true;
            informational = 0;
        }
        ctx.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        boolean last = message instanceof LastHttpContent;
        if (message instanceof HttpResponse response && isInformational(response)) {
            skipping = true;
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)
                    || ++informational > MOST_INFORMATIONAL) {
                ctx.fireExceptionCaught(new DecoderException("an informational answer too many: " + response.status()));
            }
        }
        if (skipping) {
            skipping = !last;
            ReferenceCountUtil.release(message);
        } else if (asked) {
            asked = !last;
            ctx.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
            ctx.close();
        }
    }

    private static boolean isInformational(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
