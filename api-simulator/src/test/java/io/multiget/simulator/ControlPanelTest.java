package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.simulator.catalog.Fate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics, log and behaviour of a running simulator. */
class ControlPanelTest {
    private static final String A = Fate.FOUND.itemId("MLA", 1);
    private static final String B = Fate.FOUND.itemId("MLA", 2);

    @TempDir
    Path folder;

    private Simulator simulator;
    private Api api;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorSettings.ephemeral().withLog(folder.resolve("calls.jsonl")));
        api = new Api(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldCountCallsAndIds() {
        api.get("/items?ids=" + A + "," + B);
        api.get("/items/" + A);
        api.get("/users?ids=100000001");
        api.get("/nothing");

        JsonNode stats = api.json("/__stats");

        assertThat(stats.get("calls_total").intValue()).isEqualTo(4);
        assertThat(stats.at("/calls/items").intValue()).isEqualTo(1);
        assertThat(stats.at("/calls/item").intValue()).isEqualTo(1);
        assertThat(stats.at("/calls/other").intValue()).isEqualTo(1);
        assertThat(stats.get("ids_asked").intValue()).isEqualTo(4);
        assertThat(stats.get("distinct_ids").intValue()).isEqualTo(3);
        assertThat(stats.get("repeated_ids").intValue()).isEqualTo(1);
        assertThat(stats.at("/ids/items/repeated").intValue()).isEqualTo(1);
        assertThat(stats.get("batch_sizes")).hasToString("{\"items\":{\"2\":1},\"users\":{\"1\":1}}");
        assertThat(stats.get("answers")).hasToString("{\"200\":3,\"404\":1}");
        assertThat(stats.get("most_calls_per_second").intValue()).isEqualTo(4);
        assertThat(stats.get("in_flight").intValue()).isZero();
    }

    @Test
    void shouldNotCountIdsOfCallsThatWereTurnedAway() {
        simulator.change("down", "503");
        api.get("/items/" + A);
        simulator.change("down", "");
        api.get("/items/" + A);

        SimulatorStats stats = simulator.stats();

        assertThat(stats.calls()).containsEntry("item", 2L);
        assertThat(stats.turnedAway()).isEqualTo(1);
        assertThat(stats.idsAsked()).isEqualTo(1);
        assertThat(stats.repeatedIds()).isZero();
        assertThat(stats.answers()).isEqualTo(Map.of("200", 1L, "503", 1L));
    }

    @Test
    void shouldCountTheCallsThatDoNotWaitForRetryAfter() {
        simulator.change("rate_limit", "1 per 30s");
        api.get("/items/" + A);
        assertThat(api.status("/items/" + A)).isEqualTo(429);

        await("a call after the grace").atMost(Duration.ofSeconds(5)).until(() -> {
            api.get("/items/" + A);
            return simulator.stats().earlyCalls() > 0;
        });
    }

    @Test
    void shouldBeginAnewOnReset() {
        String twice = Fate.THROTTLED_TWICE.itemId("MLA", 1);
        api.get("/items/" + twice);
        api.get("/items/" + twice);

        assertThat(api.post("/__reset", "").statusCode()).isEqualTo(200);

        assertThat(simulator.stats().callsTotal()).isZero();
        assertThat(simulator.callsAfter(0)).isEmpty();
        assertThat(api.status("/items/" + twice)).isEqualTo(429);
        assertThat(simulator.stats().idsAsked()).isEqualTo(1);
    }

    @Test
    void shouldChangeTheBehaviourWhileItRuns() {
        HttpResponse<byte[]> changed = api.post("/__control", "{\"down\": 401, \"down_for\": \"1m\", \"slow\": 50}");

        assertThat(Api.json(changed).get("down").textValue()).isEqualTo("401");
        assertThat(Api.json(changed).get("slow").textValue()).isEqualTo("50");
        assertThat(api.status("/items/" + A)).isEqualTo(401);
        assertThat(api.post("/__control", "{\"down\": null}").statusCode()).isEqualTo(200);
        assertThat(api.status("/items/" + A)).isEqualTo(200);
        assertThat(api.json("/__control").get("slow").textValue()).isEqualTo("50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"down\": \"maybe\"}", "{\"latency\": \"1ms\", \"nonsense\": 1}"})
    void shouldRefuseAChangeAsAWhole(String body) {
        assertThat(api.post("/__control", body).statusCode()).isEqualTo(400);

        assertThat(api.json("/__control").get("latency").textValue()).isEqualTo("0ms");
    }

    @Test
    void shouldSayWhatItDoesNotUnderstandToJavaToo() {
        assertThatThrownBy(() -> simulator.change("down", "maybe")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEndAnOutageByItself() {
        simulator.change(Map.of("down", "503", "down_for", "200ms"));

        assertThat(api.status("/items/" + A)).isEqualTo(503);
        await("the end of the outage")
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(api.status("/items/" + A)).isEqualTo(200));
    }

    @Test
    void shouldAskForTheKeyOfTheSecondApi() {
        simulator.change("api_key", "k");

        assertThat(api.status("/v2/countries/AR")).isEqualTo(401);
        assertThat(api.status("/v2/countries/AR?api_key=k")).isEqualTo(200);
        assertThat(api.status("/v2/countries/AR", "X-Api-Key", "k")).isEqualTo(200);
        assertThat(api.status("/v2/countries/AR", "X-Api-Key", "j")).isEqualTo(401);
    }

    @Test
    void shouldAskForTheToken() {
        simulator.change("token", "t");

        assertThat(api.status("/items/" + A)).isEqualTo(401);
        assertThat(api.status("/items/" + A, "Authorization", "Bearer t")).isEqualTo(200);
        assertThat(api.status("/items/" + A, "Authorization", "Basic t")).isEqualTo(401);
    }

    @Test
    void shouldLogEveryCall() throws IOException {
        api.get("/items?ids=" + A + "," + B);
        api.get("/categories/MLA1");

        assertThat(simulator.callsAfter(0).stream().map(LoggedCall::endpoint)).containsExactly("items", "categories");
        assertThat(simulator.callsAfter(1).stream().map(LoggedCall::outcome)).containsExactly("404");
        assertThat(simulator.callsAfter(0).stream().map(LoggedCall::host))
                .containsOnly(URI.create(simulator.url()).getAuthority());
        assertThat(Api.text(api.get("/__log?after=1")).lines()).hasSize(1);
        simulator.close();
        List<String> lines = Files.readAllLines(folder.resolve("calls.jsonl"));
        assertThat(new ObjectMapper().readValue(lines.get(0), LoggedCall.class).ids())
                .containsExactly(A, B);
        assertThat(lines).hasSize(2);
    }

    @Test
    void shouldForgetACallWhoseClientIsGone() throws IOException {
        simulator.change("latency", "1h");
        try (Wire wire = new Wire(simulator)) {
            wire.send("GET /items/" + A + " HTTP/1.1\r\nHost: x\r\n\r\n");
            await("the call").until(() -> simulator.stats().inFlight() == 1);
        }

        await("its end").until(() -> simulator.stats().inFlight() == 0);
        assertThat(simulator.stats().mostInFlight()).isEqualTo(1);
    }
}
