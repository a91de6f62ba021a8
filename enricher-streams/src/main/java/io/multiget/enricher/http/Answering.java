package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Auth;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one answer, and lets go of a body that grows beyond its cap, counted after it was inflated. Whatever happens,
 * {@code done} is told once. Called by one thread at a time.
 */
final class Answering implements AsyncHandler<@Nullable Void> {
    private final Auth auth;
    private final Runnable departed;
    private final Consumer<HttpAnswer> done;
    private final AtomicBoolean told = new AtomicBoolean();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Channel connection;
    private boolean reused;
    private boolean started;
    private int status;
    private List<String> retryAfter = List.of();

    /**
     * @param auth the secret that must not be told
     * @param departed told when the request goes out
     */
    Answering(Auth auth, Runnable departed, Consumer<HttpAnswer> done) {
        this.auth = auth;
        this.departed = departed;
        this.done = done;
    }

    @Override
    public void onConnectionPooled(Channel pooled) {
        connection = pooled;
        reused = true;
    }

    @Override
    public void onTcpConnectSuccess(InetSocketAddress address, Channel opened) {
        connection = opened;
    }

    @Override
    public void onRequestSend(NettyRequest request) {
        departed.run();
    }

    @Override
    public State onStatusReceived(HttpResponseStatus responseStatus) {
        started = true;
        status = responseStatus.getStatusCode();
        return State.CONTINUE;
    }

    @Override
    public State onHeadersReceived(HttpHeaders headers) {
        retryAfter = headers.getAll("Retry-After");
        return State.CONTINUE;
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) {
        if (body.size() + part.length() > HttpTransport.MAX_BODY_BYTES) {
            tell(new HttpAnswer.TooLarge(HttpTransport.MAX_BODY_BYTES));
            return State.ABORT;
        }
        body.writeBytes(part.getBodyPartBytes());
        return State.CONTINUE;
    }

    @Override
    public void onThrowable(Throwable trouble) {
        boolean neverSeen = reused && !started && trouble instanceof IOException;
        String reason = describe(trouble);
        tell(
                neverSeen
                        ? new HttpAnswer.Unsent(reason)
                        : new HttpAnswer.Broken(reason, trouble instanceof TimeoutException));
    }

    /**
     * Told once all is read that has come with the answer: a connection that says more than it was asked is closed for it, and
     * must not be taken for the next call before that.
     */
    @Override
    public @Nullable Void onCompleted() {
        HttpAnswer answer = new HttpAnswer.Received(status, retryAfter, body.toByteArray());
        if (connection == null) {
            tell(answer);
        } else {
            connection.eventLoop().execute(() -> tell(answer));
        }
        return null;
    }

    private void tell(HttpAnswer answer) {
        if (told.compareAndSet(false, true)) {
            done.accept(answer);
        }
    }

    private String describe(Throwable trouble) {
        return what(trouble) + " (" + Excerpt.of(String.valueOf(trouble.getMessage()), auth) + ")";
    }

    private static String what(Throwable trouble) {
        if (trouble instanceof UnknownHostException) {
            return "no such host";
        }
        // The library tells of a handshake that failed as of a connection that could not be made.
        if (trouble instanceof SSLException || trouble.getCause() instanceof SSLException) {
            return "no safe connection";
        }
        if (trouble instanceof ConnectException) {
            return "no connection";
        }
        return trouble instanceof TimeoutException ? "timed out" : "connection broken";
    }
}
