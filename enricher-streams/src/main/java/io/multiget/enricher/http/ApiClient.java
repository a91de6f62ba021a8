package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.netty.channel.ChannelManager;
import org.jspecify.annotations.Nullable;

/**
 * Calls one API with async-http-client: a client an API, as timeouts and connections are its own. Follows no redirect,
 * keeps no cookie, repeats nothing by itself, and goes to no {@link io.multiget.contract.pipeline.ForbiddenAddress}.
 * Safe for any thread.
 */
final class ApiClient implements AutoCloseable {
    private final Api api;
    private final AsyncHttpClient http;
    private final HostResolver resolver;
    private final @Nullable AccessToken token;

    ApiClient(Api api, LongSupplier nanos) {
        this.api = api;
        this.http = Dsl.asyncHttpClient(config(api));
        this.resolver = new HostResolver(api);
        this.token = api.auth() instanceof Auth.ClientCredentials client
                ? new AccessToken(client, this::execute, nanos)
                : null;
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
                .setUserAgent("multiget/1.0")
                .setHttp2Enabled(false)
                .setShutdownQuietPeriod(Duration.ZERO)
                .setShutdownTimeout(Duration.ofSeconds(1))
                .setUseInsecureTrustManager(false)
                .setHttpAdditionalChannelInitializer(connection ->
                        connection.pipeline().addAfter(ChannelManager.HTTP_CLIENT_CODEC, "pairing", new Pairing()))
                .build();
    }

    /** See {@link Transport#send(Call, Runnable, Consumer)}. */
    void send(Call call, Runnable departed, Consumer<HttpAnswer> done) {
        RequestBuilder request = request("GET", url(call));
        Auth auth = api.auth();
        if (token != null) {
            token.use(
                    value -> execute(
                            bearer(request, value), departed, answer -> done.accept(token.judge(value, answer))),
                    reason -> done.accept(new HttpAnswer.NoToken(reason)));
            return;
        }
        if (auth instanceof Auth.Bearer bearer) {
            bearer(request, bearer.token().reveal());
        } else if (auth instanceof Auth.Basic basic) {
            request.setHeader(
                    "Authorization", basic(basic.user(), basic.password().reveal()));
        } else if (auth instanceof Auth.ApiKey key && key.in() == Auth.ApiKey.Place.HEADER) {
            request.setHeader(key.name(), key.key().reveal());
        }
        execute(request, departed, done);
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            resolver.close();
        }
    }

    /** The address is encoded already: what is a key in it cannot become anything else. */
    static RequestBuilder request(String method, String url) {
        return new RequestBuilder(method, true)
                .setUrl(url)
                .setHeader("Accept", "application/json")
                .setHeader("Accept-Encoding", "gzip");
    }

    static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static RequestBuilder bearer(RequestBuilder request, String token) {
        return request.setHeader("Authorization", "Bearer " + token);
    }

    private void execute(RequestBuilder request, Consumer<HttpAnswer> done) {
        execute(request, () -> {}, done);
    }

    private void execute(RequestBuilder request, Runnable departed, Consumer<HttpAnswer> done) {
        Answering answering = new Answering(api.auth(), departed, done);
        try {
            http.executeRequest(request.setNameResolver(resolver), answering);
        } catch (RuntimeException refused) {
            answering.onThrowable(refused);
        }
    }

    private static String url(Call call) {
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
}
