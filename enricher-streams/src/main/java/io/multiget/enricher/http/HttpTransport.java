package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Batch;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.RequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Calls over HTTP with async-http-client: one client an API, as timeouts and connection limits are its own. Follows no
 * redirect, keeps no cookie, repeats nothing by itself, and lets go of a body that grows beyond its cap. Safe for any
 * thread.
 */
final class HttpTransport implements Transport, AutoCloseable {
    /** Enough for 20 full items; anything far beyond is no answer to our question. */
    static final int MAX_BODY_BYTES = 8 << 20;

    private final Map<String, AsyncHttpClient> clients = new HashMap<>();

    /** @param apis the pipeline's, by name */
    HttpTransport(Map<String, Api> apis) {
        apis.forEach((name, api) -> clients.put(name, Dsl.asyncHttpClient(config(api))));
    }

    private static DefaultAsyncHttpClientConfig config(Api api) {
        return Dsl.config()
                .setThreadPoolName("http-" + api.name())
                .setIoThreadsCount(1)
                .setConnectTimeout(api.timeouts().connect())
                .setReadTimeout(api.timeouts().idle())
                .setRequestTimeout(api.timeouts().total())
                .setPooledConnectionIdleTimeout(Duration.ofSeconds(30))
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setCompressionEnforced(true)
                .setUserAgent("multiget/1.0")
                .setDisableUrlEncodingForBoundRequests(true)
                .setUseInsecureTrustManager(false)
                .build();
    }

    @Override
    public void send(Call call, Consumer<HttpAnswer> done) {
        AsyncHttpClient client = clients.get(call.api().name());
        if (client == null) {
            throw new IllegalArgumentException("no client for api " + call.api().name());
        }
        Answering answering = new Answering(done);
        try {
            client.executeRequest(request(call), answering);
        } catch (RuntimeException refused) {
            answering.onThrowable(refused);
        }
    }

    @Override
    public void close() {
        for (AsyncHttpClient client : clients.values()) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static RequestBuilder request(Call call) {
        RequestBuilder request =
                new RequestBuilder("GET", true).setUrl(url(call)).setHeader("Accept", "application/json");
        Auth auth = call.api().auth();
        if (auth instanceof Auth.Bearer bearer) {
            request.setHeader("Authorization", "Bearer " + bearer.token().reveal());
        } else if (auth instanceof Auth.Basic basic) {
            byte[] pair = (basic.user() + ":" + basic.password().reveal()).getBytes(StandardCharsets.UTF_8);
            request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        } else if (auth instanceof Auth.ApiKey key && key.in() == Auth.ApiKey.Place.HEADER) {
            request.setHeader(key.name(), key.key().reveal());
        }
        return request;
    }

    /** Everything is encoded already, here or when the question was put. */
    static String url(Call call) {
        StringBuilder url = new StringBuilder(call.api().baseUrl().toString()).append(call.path());
        char separator = '?';
        Optional<Batch> batch = call.lookup().batch();
        if (batch.isPresent()) {
            String join = Encoding.inQuery(batch.get().join());
            url.append(separator)
                    .append(Encoding.inQuery(batch.get().param()))
                    .append('=')
                    .append(call.keys().stream().map(Encoding::inQuery).collect(Collectors.joining(join)));
            separator = '&';
        }
        if (!call.query().isEmpty()) {
            url.append(separator).append(call.query());
            separator = '&';
        }
        if (call.api().auth() instanceof Auth.ApiKey key && key.in() == Auth.ApiKey.Place.QUERY) {
            url.append(separator)
                    .append(Encoding.inQuery(key.name()))
                    .append('=')
                    .append(Encoding.inQuery(key.key().reveal()));
        }
        return url.toString();
    }

    /** Gathers one answer; whatever happens, {@code done} is told once. Called on one I/O thread at a time. */
    private static final class Answering implements AsyncHandler<@Nullable Void> {
        private final Consumer<HttpAnswer> done;
        private final AtomicBoolean told = new AtomicBoolean();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;
        private @Nullable String retryAfter;

        Answering(Consumer<HttpAnswer> done) {
            this.done = done;
        }

        @Override
        public State onStatusReceived(HttpResponseStatus responseStatus) {
            status = responseStatus.getStatusCode();
            return State.CONTINUE;
        }

        @Override
        public State onHeadersReceived(HttpHeaders headers) {
            retryAfter = headers.get("Retry-After");
            return State.CONTINUE;
        }

        @Override
        public State onBodyPartReceived(HttpResponseBodyPart part) {
            if (body.size() + part.length() > MAX_BODY_BYTES) {
                tell(new HttpAnswer.TooLarge(MAX_BODY_BYTES));
                return State.ABORT;
            }
            body.writeBytes(part.getBodyPartBytes());
            return State.CONTINUE;
        }

        @Override
        public void onThrowable(Throwable trouble) {
            tell(new HttpAnswer.Broken(describe(trouble)));
        }

        @Override
        public @Nullable Void onCompleted() {
            tell(new HttpAnswer.Received(status, Optional.ofNullable(retryAfter), body.toByteArray()));
            return null;
        }

        private void tell(HttpAnswer answer) {
            if (told.compareAndSet(false, true)) {
                done.accept(answer);
            }
        }

        private static String describe(Throwable trouble) {
            String what = trouble instanceof UnknownHostException
                    ? "no such host"
                    : trouble instanceof ConnectException
                            ? "no connection"
                            : trouble instanceof TimeoutException ? "timed out" : "connection broken";
            return what + " (" + Excerpt.of(String.valueOf(trouble.getMessage())) + ")";
        }
    }
}
