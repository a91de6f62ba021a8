package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.multiget.ingest.landing.ConnectClient.ConnectUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectClientTest {
    private final List<String> asked = new ArrayList<>();
    private int status = 200;
    private String body = "{}";
    private HttpServer server;
    private ConnectClient connect;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        connect = new ConnectClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent).strip());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void shouldReadAConfiguration() throws Exception {
        body = "{\"name\":\"s\",\"topics\":\"t\"}";

        assertThat(connect.config("s")).contains(Map.of("name", "s", "topics", "t"));
        assertThat(asked).containsExactly("GET /connectors/s/config");
    }

    @Test
    void shouldTellAMissingConnectorFromATroubledWorker() throws Exception {
        status = 404;

        assertThat(connect.config("s")).isEmpty();
        assertThat(connect.status("s")).isEmpty();

        status = 409;

        assertThatThrownBy(() -> connect.status("s"))
                .isInstanceOf(ConnectUnavailableException.class)
                .hasMessage("Connect is sharing out its work");
    }

    @Test
    void shouldReadAStatus() throws Exception {
        body = "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"id\":0,\"state\":\"RUNNING\"},"
                + "{\"id\":1,\"state\":\"FAILED\",\"trace\":\"a.B: x\"}]}";

        ConnectorStatus found = connect.status("s").orElseThrow();

        assertThat(found.isRunning()).isFalse();
        assertThat(found.failed()).contains(new ConnectorStatus.Part("FAILED", "a.B: x"));
    }

    @Test
    void shouldPutAndRestart() throws Exception {
        connect.put("s", Map.of("topics", "t"));
        connect.restartFailed("s");

        assertThat(asked)
                .containsExactly(
                        "PUT /connectors/s/config {\"topics\":\"t\"}",
                        "POST /connectors/s/restart?includeTasks=true&onlyFailed=true");
    }

    @Test
    void shouldKeepConnectsOwnWordsToItself() {
        status = 400;
        body = "{\"message\":\"Unable to connect to jdbc:postgresql://secret/db\"}";

        assertThatThrownBy(() -> connect.put("s", Map.of()))
                .isInstanceOf(ConnectUnavailableException.class)
                .hasMessage("Connect answers 400, see ingest's log");
    }

    @Test
    void shouldSayWhenNobodyAnswers() {
        server.stop(0);

        assertThatThrownBy(() -> connect.status("s"))
                .isInstanceOf(ConnectUnavailableException.class)
                .hasMessage("Connect cannot be reached");
    }
}
