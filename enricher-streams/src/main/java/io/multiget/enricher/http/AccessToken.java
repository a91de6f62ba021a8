package io.multiget.enricher.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.multiget.contract.pipeline.Auth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.asynchttpclient.RequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A token by OAuth 2 client credentials (RFC 6749, section 4.4): fetched when it is needed, kept until shortly before it
 * runs out, fetched once for all who wait for it. Safe for any thread.
 */
final class AccessToken {
    /** For a server that does not say; one that ran out early is noticed by its refusal. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    /** A call that is on its way must not see it run out. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Duration MAX_LIFETIME = Duration.ofDays(1);

    private static final JsonMapper JSON = new JsonMapper();

    private record Token(String value, long freshUntil) {}

    private record Waiting(Consumer<String> with, Consumer<String> without) {}

    private final Auth.ClientCredentials client;
    private final BiConsumer<RequestBuilder, Consumer<HttpAnswer>> http;
    private final LongSupplier nanos;
    private final Object lock = new Object();
    private List<Waiting> waiting = new ArrayList<>();
    private boolean fetching;
    private @Nullable Token token;
    private @Nullable String proven;
    private boolean secretInBody;

    /** @param http sends a request and brings the answer, on any thread */
    AccessToken(
            Auth.ClientCredentials client, BiConsumer<RequestBuilder, Consumer<HttpAnswer>> http, LongSupplier nanos) {
        this.client = client;
        this.http = http;
        this.nanos = nanos;
    }

    /** Gives the token, at once or when it comes, or the reason why there is none; on any thread. */
    void use(Consumer<String> with, Consumer<String> without) {
        Token fresh;
        boolean fetch = false;
        synchronized (lock) {
            fresh = token != null && nanos.getAsLong() - token.freshUntil() < 0 ? token : null;
            if (fresh == null) {
                waiting.add(new Waiting(with, without));
                fetch = !fetching;
                fetching = true;
            }
        }
        if (fresh != null) {
            with.accept(fresh.value());
        } else if (fetch) {
            fetch(secretInBody, false);
        }
    }

    /** What an answer means for the token it was asked with: refused, it is fetched anew before the next call. */
    HttpAnswer judge(String used, HttpAnswer answer) {
        boolean refused = answer instanceof HttpAnswer.Received received && received.status() == 401;
        synchronized (lock) {
            if (!refused) {
                proven = answer instanceof HttpAnswer.Received ? used : proven;
                return answer;
            }
            if (token != null && token.value().equals(used)) {
                token = null;
            }
            return used.equals(proven) ? new HttpAnswer.Unsent("the token has run out") : answer;
        }
    }

    /**
     * Some servers want the client's secret in a header, as they should, and some in the body.
     *
     * @param other whether it was refused in the other place
     */
    private void fetch(boolean inBody, boolean other) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        client.scope().ifPresent(scope -> form.append("&scope=").append(Encoding.inPath(scope)));
        RequestBuilder request = ApiClient.request("POST", client.tokenUrl().toString())
                .setHeader("Content-Type", "application/x-www-form-urlencoded");
        String id = Encoding.inPath(client.clientId());
        String secret = Encoding.inPath(client.clientSecret().reveal());
        if (inBody) {
            form.append("&client_id=").append(id).append("&client_secret=").append(secret);
        } else {
            request.setHeader("Authorization", ApiClient.basic(id, secret));
        }
        http.accept(request.setBody(form.toString()), answer -> fetched(inBody, other, answer));
    }

    private void fetched(boolean inBody, boolean other, HttpAnswer answer) {
        int status = answer instanceof HttpAnswer.Received received ? received.status() : 0;
        if (answer instanceof HttpAnswer.Unsent) {
            fetch(inBody, other);
        } else if ((status == 400 || status == 401) && !other) {
            fetch(!inBody, true);
        } else {
            tell(status == 200 ? read((HttpAnswer.Received) answer) : null, inBody, answer);
        }
    }

    private void tell(@Nullable Token read, boolean inBody, HttpAnswer answer) {
        List<Waiting> told;
        synchronized (lock) {
            token = read;
            secretInBody = inBody;
            fetching = false;
            told = waiting;
            waiting = new ArrayList<>();
        }
        if (read != null) {
            told.forEach(one -> one.with().accept(read.value()));
        } else {
            String reason = "no token from " + client.tokenUrl().getHost() + ": " + why(answer);
            told.forEach(one -> one.without().accept(reason));
        }
    }

    private @Nullable Token read(HttpAnswer.Received answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            String value = body.path("access_token").asText("");
            if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
                return null;
            }
            long seconds = body.path("expires_in").asLong(DEFAULT_LIFETIME.toSeconds());
            return new Token(value, nanos.getAsLong() + freshFor(seconds).toNanos());
        } catch (IOException notJson) {
            return null;
        }
    }

    private static Duration freshFor(long seconds) {
        Duration lifetime = Duration.ofSeconds(Math.max(1, Math.min(seconds, MAX_LIFETIME.toSeconds())));
        Duration half = lifetime.dividedBy(2);
        return lifetime.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
    }

    private String why(HttpAnswer answer) {
        if (answer instanceof HttpAnswer.Received received) {
            return received.status() == 200
                    ? "its answer holds none"
                    : received.status() + " " + Excerpt.of(received.body(), client);
        }
        return answer instanceof HttpAnswer.Broken broken ? broken.reason() : "its answer is too large";
    }
}
