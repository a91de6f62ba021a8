package io.multiget.runner.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The HTTP surface of ingest-service as the command needs it. */
final class UploadClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI base;

    UploadClient(URI base) {
        this.base = base;
    }

    /** What is sent with a file, each null if it is left to the server. */
    record Upload(Path file, Map<String, String> parameters, String idempotencyKey) {
        Upload(Path file, Map<String, String> parameters) {
            this(file, new TreeMap<>(parameters), UUID.randomUUID().toString());
        }
    }

    /**
     * Streams the file; the answer is its upload's id.
     *
     * @throws IOException if there is no answer, or one that says "later": the same {@code upload} can be sent again and is
     *     one upload still
     * @throws Refused if the file or a parameter is not accepted
     */
    String send(Upload upload) throws IOException {
        String boundary = "multiget-" + UUID.randomUUID();
        HttpRequest request = request("/uploadfile" + query(upload.parameters()))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", upload.idempotencyKey())
                .POST(multipart(upload.file(), boundary))
                .build();
        return json(request, 202).required("upload_id").asText();
    }

    /** The status object as the server wrote it. */
    JsonNode status(String id) throws IOException {
        return json(request("/uploadstatus/" + encode(id)).timeout(ANSWER).GET().build(), 200);
    }

    /** Runs the upload's lines again; the answer is the new attempt's status, or for a dry run what would be done. */
    JsonNode replay(String id, String only, boolean dryRun) throws IOException {
        String query = query(Map.of("only", only, "dry_run", Boolean.toString(dryRun)));
        HttpRequest request = request("/uploads/" + encode(id) + "/replay" + query)
                .timeout(ANSWER)
                .POST(BodyPublishers.noBody())
                .build();
        return json(request, dryRun ? 200 : 202);
    }

    /** The enriched rows as CSV; the caller closes the stream. */
    InputStream rowsCsv(String id) throws IOException {
        return stream("/uploads/" + encode(id) + "/rows.csv");
    }

    /** The first enriched rows, each an object. */
    List<JsonNode> firstRows(String id, int count) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(stream("/uploads/" + encode(id) + "/rows.jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && rows.size() < count; line = lines.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }

    private InputStream stream(String path) throws IOException {
        HttpResponse<InputStream> answer = send(request(path).GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException(base + path + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private JsonNode json(HttpRequest request, int expected) throws IOException {
        HttpResponse<String> answer = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        int status = answer.statusCode();
        if (status == expected) {
            return JSON.readTree(answer.body());
        }
        if (status >= 400 && status < 500 && status != 408 && status != 429) {
            throw Refused.of(status, answer.body());
        }
        throw new IOException("%s answers %d %s".formatted(request.uri(), status, answer.body()));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(base.resolve(pathAndQuery)).header("Accept", "application/json");
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static BodyPublisher multipart(Path file, String boundary) throws FileNotFoundException {
        String head = "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                        .formatted(boundary, quoted(file.getFileName().toString()))
                + "Content-Type: application/octet-stream\r\n\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    /** As browsers do it. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** The server says no, and will say no again. */
    static final class Refused extends RuntimeException {
        private final int status;
        private final String code;

        private Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        private static Refused of(int status, String body) {
            try {
                JsonNode problem = JSON.readTree(body);
                String code = problem.path("code").asText("");
                String detail =
                        problem.path("detail").asText(problem.path("title").asText(body));
                return new Refused(status, code, code.isEmpty() ? detail : code + ": " + detail);
            } catch (JsonProcessingException e) {
                return new Refused(status, "", status + " " + body);
            }
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }
}
