package io.multiget.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Uploads a file and hears of it. */
final class UploadClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    UploadClient(String url) {
        this.url = url;
    }

    String upload(Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/uploadfile?format=csv"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException("not accepted: " + answer.body());
        }
        return JSON.readTree(answer.body()).required("upload_id").asText();
    }

    /** Follows the status' events, which cost the system less than asking again and again; the last status. */
    JsonNode untilLanded(String upload) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/uploadstatus/" + upload + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> events = http.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            String last = lines.filter(line -> line.startsWith(DATA))
                    .reduce((a, b) -> b)
                    .orElse("{}");
            JsonNode status = JSON.readTree(last.substring(Math.min(DATA.length(), last.length())));
            if (!status.path("state").asText().equals("landed")) {
                throw new IOException("the upload ended as " + status);
            }
            return status;
        }
    }
}
