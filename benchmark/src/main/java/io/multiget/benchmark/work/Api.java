package io.multiget.benchmark.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.asynchttpclient.AsyncCompletionHandler;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.Response;
import org.jspecify.annotations.Nullable;

/** At most so many calls at a time; more wait in line. Any thread; answers are told on the client's only one. */
final class Api implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final AsyncHttpClient http = Dsl.asyncHttpClient(Dsl.config()
            .setThreadPoolName("http")
            .setIoThreadsCount(1)
            .setMaxRequestRetry(0)
            .setFollowRedirect(false)
            .setCookieStore(null)
            .setHttp2Enabled(false)
            .setShutdownQuietPeriod(Duration.ZERO)
            .build());
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final URI base;
    private final Semaphore room;

    Api(URI base, int concurrency) {
        this.base = base;
        this.room = new Semaphore(concurrency);
    }

    /** Answers with the body, or with nothing for 404. */
    CompletableFuture<Optional<byte[]>> get(String path) {
        Call call = new Call(path);
        waiting.add(call);
        sendWhatMay();
        return call.answer;
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks again after it gave room back: a call may have come that saw none. */
    private void sendWhatMay() {
        while (!waiting.isEmpty() && room.tryAcquire()) {
            Call call = waiting.poll();
            if (call == null) {
                room.release();
            } else {
                http.executeRequest(request(call), call);
            }
        }
    }

    private Request request(Call call) {
        return new RequestBuilder("GET", true)
                .setUrl(base + call.path)
                .setHeader("Accept", "application/json")
                .build();
    }

    private final class Call extends AsyncCompletionHandler<@Nullable Void> {
        private final String path;
        private final CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();

        Call(String path) {
            this.path = path;
        }

        /** The next call goes out before this answer is read. */
        @Override
        public @Nullable Void onCompleted(@Nullable Response response) {
            room.release();
            sendWhatMay();
            int status = response == null ? 0 : response.getStatusCode();
            switch (status) {
                case OK -> answer.complete(Optional.of(response.getResponseBodyAsBytes()));
                case NOT_FOUND -> answer.complete(Optional.empty());
                default -> answer.completeExceptionally(new IOException(path + " was answered with " + status));
            }
            return null;
        }

        @Override
        public void onThrowable(Throwable trouble) {
            room.release();
            answer.completeExceptionally(trouble);
        }
    }
}
