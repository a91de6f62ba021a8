package io.multiget.runner.role;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Ready when a GET is answered with an accepted status. */
public final class HttpReadiness implements Readiness {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI uri;
    private final IntPredicate accepted;

    private HttpReadiness(URI uri, IntPredicate accepted) {
        this.uri = uri;
        this.accepted = accepted;
    }

    /** Ready when the answer is 200. */
    public static Readiness ok(URI uri) {
        return new HttpReadiness(uri, status -> status == 200);
    }

    /** Ready when there is any answer. */
    public static Readiness answers(URI uri) {
        return new HttpReadiness(uri, status -> true);
    }

    @Override
    public Optional<String> missing() {
        if (!Port.listens(uri.getHost(), uri.getPort())) {
            return Optional.of("nothing listens at " + uri);
        }
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return accepted.test(answer.statusCode())
                    ? Optional.empty()
                    : Optional.of("%s answers %d %s".formatted(uri, answer.statusCode(), answer.body()));
        } catch (IOException e) {
            return Optional.of("%s does not answer: %s".formatted(uri, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
