package io.multiget.ingest.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.contract.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few calls of Connect's REST API that a sink needs. Safe for any thread. */
final class ConnectClient {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectClient.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_MESSAGE = 500;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT.dividedBy(2))
            .build();

    ConnectClient(URI base) {
        this.base = base;
    }

    /** Connect does not do what was asked, for now; the message is short and for a person. */
    static final class ConnectUnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        ConnectUnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The configuration as it was put, or nothing if there is no such connector. */
    Optional<Map<String, String>> config(String connector) throws ConnectUnavailableException, InterruptedException {
        Optional<JsonNode> found = get("/connectors/" + connector + "/config");
        return found.map(config -> Json.mapper().convertValue(config, new TypeReference<Map<String, String>>() {}));
    }

    void put(String connector, Map<String, String> config) throws ConnectUnavailableException, InterruptedException {
        try {
            String body = Json.mapper().writeValueAsString(config);
            send(request("/connectors/" + connector + "/config")
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a connector's configuration is text", e);
        }
    }

    /** How the connector is, or nothing if there is none. */
    Optional<ConnectorStatus> status(String connector) throws ConnectUnavailableException, InterruptedException {
        return get("/connectors/" + connector + "/status").map(ConnectClient::status);
    }

    private static ConnectorStatus status(JsonNode status) {
        List<ConnectorStatus.Part> tasks = new ArrayList<>();
        status.path("tasks").forEach(task -> tasks.add(part(task)));
        return new ConnectorStatus(part(status.path("connector")), tasks);
    }

    private static ConnectorStatus.Part part(JsonNode node) {
        return new ConnectorStatus.Part(
                node.path("state").asText(), node.path("trace").asText(""));
    }

    /** Starts what has failed again: the connector, its tasks, or both. */
    void restartFailed(String connector) throws ConnectUnavailableException, InterruptedException {
        send(request("/connectors/" + connector + "/restart?includeTasks=true&onlyFailed=true")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private Optional<JsonNode> get(String path) throws ConnectUnavailableException, InterruptedException {
        HttpResponse<byte[]> answer = answer(request(path).GET().build());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        requireSuccess(answer);
        try {
            return Optional.of(Json.mapper().readTree(answer.body()));
        } catch (IOException e) {
            throw new ConnectUnavailableException("Connect's answer cannot be read", e);
        }
    }

    private void send(HttpRequest request) throws ConnectUnavailableException, InterruptedException {
        requireSuccess(answer(request));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json");
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws ConnectUnavailableException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ConnectUnavailableException("Connect cannot be reached", e);
        }
    }

    private static void requireSuccess(HttpResponse<byte[]> answer) throws ConnectUnavailableException {
        int status = answer.statusCode();
        if (status == CONFLICT) {
            throw new ConnectUnavailableException("Connect is sharing out its work", null);
        }
        if (status == NOT_FOUND) {
            // What is written to is always there, but for the first moments of a worker.
            throw new ConnectUnavailableException("Connect is starting", null);
        }
        if (status / 100 != 2) {
            // Connect's own words may hold settings, and this message is shown to everybody.
            LOG.warn("Connect answers {}: {}", status, cut(new String(answer.body(), StandardCharsets.UTF_8)));
            throw new ConnectUnavailableException("Connect answers " + status + ", see ingest's log", null);
        }
    }

    private static String cut(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }
}
