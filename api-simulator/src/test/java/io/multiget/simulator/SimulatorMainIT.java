package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packaged process. */
class SimulatorMainIT {
    private static final int TERMINATED = 143;

    private Process process;

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void shouldSayWhereItListensAndEndAtOnceWhenTold() throws Exception {
        start(Map.of("MULTIGET_SIMULATOR_PORT", "0"));
        String ready = lines(process).readLine();

        assertThat(ready).startsWith("ready http://127.0.0.1:");
        URI currency = URI.create(ready.substring("ready ".length()) + "/currencies/ARS");
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(currency).build(), BodyHandlers.ofString())
                        .body())
                .contains("Peso argentino");
        process.destroy();
        assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
    }

    @Test
    void shouldRefuseABadSettingWithItsName() throws Exception {
        start(Map.of("SIMULATOR_LATENCY", "fast"));

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(lines(process).lines()).singleElement().asString().contains("SIMULATOR_LATENCY=fast");
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            start(Map.of("MULTIGET_SIMULATOR_PORT", Integer.toString(taken.getLocalPort())));

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(lines(process).lines())
                    .singleElement()
                    .asString()
                    .contains("MULTIGET_SIMULATOR_PORT", Integer.toString(taken.getLocalPort()));
        }
    }

    private void start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/api-simulator.jar:target/lib/*",
                SimulatorMain.class.getName()));
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true).start();
    }

    private static BufferedReader lines(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }
}
