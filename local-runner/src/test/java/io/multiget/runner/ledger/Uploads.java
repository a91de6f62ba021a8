package io.multiget.runner.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One ingest instance as a client sees it. */
public final class Uploads {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final Duration patience;

    public Uploads(String url) {
        this(url, Duration.ofSeconds(60));
    }

    /** @param patience for an answer; then it is as if nobody were there */
    public Uploads(String url, Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    /** An answer with its status code. */
    public record Answer(int code, JsonNode body) {}

    /** Uploads and expects to be accepted. */
    public UUID upload(String name, byte[] file) {
        Answer answer = post(name, file, "");
        if (answer.code() != 202) {
            throw new AssertionError("not accepted: " + answer);
        }
        return UUID.fromString(answer.body().get("upload_id").asText());
    }

    public Answer post(String name, byte[] file, String parameters) {
        return send(form(name, file, parameters));
    }

    /** One that may be repeated: a key names one upload, however often it comes. */
    Answer postOnce(String key, String name, byte[] file) {
        return send(form(name, file, "").header("Idempotency-Key", key));
    }

    /** The newest uploads that are known, by the names of their files. */
    List<String> names() {
        Answer page = send(HttpRequest.newBuilder(URI.create(url + "/uploads?limit=100")));
        return page.body().get("uploads").findValuesAsText("file");
    }

    private HttpRequest.Builder form(String name, byte[] file, String parameters) {
        String boundary = "boundary" + UUID.randomUUID();
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] body = new byte[head.length + file.length + tail.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(file, 0, body, head.length, file.length);
        System.arraycopy(tail, 0, body, head.length + file.length, tail.length);
        return HttpRequest.newBuilder(URI.create(url + "/uploadfile" + parameters))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    public Answer status(UUID upload) {
        return send(HttpRequest.newBuilder(URI.create(url + "/uploadstatus/" + upload)));
    }

    /** @param what {@code pause}, {@code resume} or {@code cancel} */
    Answer control(UUID upload, String what) {
        return send(HttpRequest.newBuilder(URI.create(url + "/uploads/" + upload + "/" + what))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer replay(UUID upload, String query) {
        return send(HttpRequest.newBuilder(URI.create(url + "/uploads/" + upload + "/replay?" + query))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(
                    request.timeout(patience)
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
