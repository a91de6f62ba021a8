package io.multiget.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.simulator.SimulatorStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The simulated API, in a process of its own. */
final class SimulatorProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READY = "ready ";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    private SimulatorProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** On any free port. @param log where it says what goes wrong */
    static SimulatorProcess start(Path home, Path log) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                home.resolve("api-simulator/target/api-simulator.jar").toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("MULTIGET_SIMULATOR_PORT", "0");
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new IOException("the simulator does not start, see " + log);
        }
        return new SimulatorProcess(process, line.substring(READY.length()).strip());
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /** From now on it answers on these terms, and begins to count anew. */
    void answerOn(Terms terms) throws IOException, InterruptedException {
        String rate = terms.callsPerSecond() == null ? "unlimited" : terms.callsPerSecond() + " per 1s";
        post(
                "/__control",
                JSON.writeValueAsString(Map.of("latency", terms.latencyMillis() + "ms", "rate_limit", rate)));
        post("/__reset", "");
    }

    /** What it was asked since then. */
    Result.Asked asked() throws IOException, InterruptedException {
        JsonNode stats = stats();
        return new Result.Asked(
                stats.required("calls_total").asLong(),
                stats.required("turned_away").asLong(),
                stats.required("most_in_flight").asInt(),
                stats.required("most_calls_per_second").asInt());
    }

    /**
     * The fewest calls that could have asked for every id that was asked about since then, whoever asked: what was known
     * before needs none, and what two enrichers have asked for needs one.
     */
    long leastCalls() throws IOException, InterruptedException {
        return leastCalls(stats().required("ids"));
    }

    /** @param ids by resource, as the simulator counts them */
    static long leastCalls(JsonNode ids) {
        long least = 0;
        for (Map.Entry<String, JsonNode> resource : ids.properties()) {
            long distinct = resource.getValue().required("distinct").asLong();
            least += SimulatorStats.leastCalls(resource.getKey(), distinct);
        }
        return least;
    }

    private JsonNode stats() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + "/__stats")).GET());
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the simulator answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
