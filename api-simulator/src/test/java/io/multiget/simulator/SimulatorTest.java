package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import io.multiget.simulator.catalog.SimulatedItem;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    private static final String FOUND = Fate.FOUND.itemId("MLA", 1);
    private static final String MISSING = Fate.NOT_FOUND.itemId("MLA", 1);
    private static final SimulatedCatalog CATALOG = new SimulatedCatalog(CatalogSettings.DEFAULT);

    private static Simulator simulator;
    private static Api api;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.ephemeral());
        api = new Api(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void shouldAnswerOneElementForEachIdInOrder() {
        JsonNode elements = api.json("/items?ids=" + MISSING + "," + FOUND);

        assertThat(elements).hasSize(2);
        assertThat(elements.get(0))
                .hasToString(
                        "{'code':404,'body':{'id':'%1$s','message':'Item with id %1$s not found','error':'not_found','status':404,'cause':[]}}"
                                .formatted(MISSING)
                                .replace('\'', '"'));
        assertThat(elements.get(1).at("/code").intValue()).isEqualTo(200);
        assertThat(elements.get(1).at("/body/id").textValue()).isEqualTo(FOUND);
    }

    @Test
    void shouldAnswerWhatTheCatalogSays() {
        String ids =
                IntStream.range(0, 20).mapToObj(i -> "MLB" + (700_000_000 + i)).collect(Collectors.joining(","));

        assertThat(api.json("/items?ids=" + ids)).hasSize(20).allSatisfy(element -> {
            JsonNode body = element.get("body");
            CATALOG.item(body.get("id").textValue()).ifPresentOrElse(item -> assertIsItem(body, item), () -> assertThat(
                            element.get("code").intValue())
                    .isEqualTo(404));
        });
    }

    private static void assertIsItem(JsonNode body, SimulatedItem item) {
        assertThat(body.get("price").decimalValue()).isEqualByComparingTo(item.price());
        assertThat(body.get("start_time").textValue())
                .isEqualTo(item.startTime().toString().replace("Z", ".000Z"));
        assertThat(body.get("category_id").textValue()).isEqualTo(item.categoryId());
        assertThat(body.get("currency_id").textValue()).isEqualTo(item.currencyId());
        assertThat(body.get("seller_id").longValue()).isEqualTo(item.sellerId());
        assertThat(body.get("title").textValue()).isEqualTo(CATALOG.title(item.id()));
    }

    @Test
    void shouldGiveTheNamedAttributesOnly() {
        JsonNode body = api.json("/items?attributes=price,nonsense,seller_id&ids=" + FOUND)
                .at("/0/body");

        assertThat(body.fieldNames()).toIterable().containsExactlyInAnyOrder("price", "seller_id");
    }

    @Test
    void shouldRefuseMoreThanTwentyIdsOrNone() {
        String ids = String.join(",", Collections.nCopies(21, FOUND));

        assertThat(api.status("/items?ids=" + ids)).isEqualTo(400);
        assertThat(api.json("/users?ids=" + ids).get("message").textValue()).contains("20", "21");
        assertThat(api.status("/items?ids=")).isEqualTo(400);
    }

    @Test
    void shouldAnswerASingleItemWhole() {
        assertThat(api.json("/items/" + FOUND).get("id").textValue()).isEqualTo(FOUND);
        assertThat(api.json("/items/" + FOUND + "?attributes=id").size()).isEqualTo(1);
        assertThat(api.status("/items/" + MISSING)).isEqualTo(404);
        assertThat(api.json("/items/" + MISSING).get("message").textValue()).contains(MISSING);
    }

    @Test
    void shouldAnswerCategoriesCurrenciesAndUsers() {
        assertThat(api.json("/categories/MLA1000").get("name").textValue())
                .isEqualTo(CATALOG.category("MLA1000").orElseThrow().name());
        assertThat(api.json("/categories/MLA1").get("message").textValue()).isEqualTo("Category not found: MLA1");
        assertThat(api.json("/currencies/BRL").toString())
                .isEqualTo(
                        "{\"id\":\"BRL\",\"description\":\"Real brasileño\",\"symbol\":\"R$\",\"decimal_places\":2}");
        assertThat(api.status("/currencies/XXX")).isEqualTo(404);
        assertThat(api.json("/users/3000000007").get("id").longValue()).isEqualTo(3_000_000_007L);
        assertThat(api.status("/users/5")).isEqualTo(404);
    }

    @Test
    void shouldAnswerSeveralUsersAtOnce() {
        JsonNode elements = api.json("/users?ids=100000001,5&attributes=id,nickname");

        assertThat(elements.get(0).get("body").fieldNames()).toIterable().containsExactly("id", "nickname");
        assertThat(elements.get(1).get("code").intValue()).isEqualTo(404);
        assertThat(elements.get(1).at("/body/id").isNumber()).isTrue();
    }

    @Test
    void shouldLeadThroughTheSecondApiInThreeStages() {
        JsonNode product =
                api.json("/v2/products/" + "SKU" + Fate.FOUND.number(1)).get("product");
        JsonNode maker =
                api.json("/v2/makers/" + product.get("maker_id").textValue()).get("maker");
        JsonNode country = api.json("/v2/countries/" + maker.get("country").textValue());

        assertThat(product.fieldNames()).toIterable().containsExactly("sku", "title", "maker_id", "released");
        assertThat(maker.fieldNames()).toIterable().containsExactly("id", "name", "country");
        assertThat(country.fieldNames()).toIterable().containsExactly("name", "continent");
        assertThat(api.status("/v2/products/SKU" + Fate.NOT_FOUND.number(1))).isEqualTo(404);
    }

    @Test
    void shouldKeepAnEncodedSlashInsideTheId() {
        assertThat(api.json("/categories/..%2Fusers%2F1%3Fx=%23").get("message").textValue())
                .isEqualTo("Category not found: " + SimulatedCatalog.HOSTILE_CATEGORY);
    }

    @Test
    void shouldRefuseWhatIsNoCall() throws Exception {
        assertThat(api.status("/")).isEqualTo(404);
        assertThat(api.status("/items")).isEqualTo(404);
        assertThat(api.status("/items/")).isEqualTo(404);
        assertThat(api.status("/categories/a/b")).isEqualTo(404);
        assertThat(api.post("/items/" + FOUND, "{}").statusCode()).isEqualTo(405);
        assertThat(Wire.ask(simulator, "/items/%zz", 9999).text()).startsWith("HTTP/1.1 400");
        assertThat(Wire.ask(simulator, "/items/a HTTP/1.1\r\n: x\r\n", 9999).text())
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void shouldAnswerPipelinedCallsInTheirOrder() throws Exception {
        try (Wire wire = new Wire(simulator)) {
            String slow = Fate.SLOW.itemId("MLA", 99);
            simulator.change("slow", "200ms");
            wire.send("GET /items/" + slow + "?attributes=id HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /currencies/ARS?attributes=id HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            Wire.Heard heard = wire.listen(100_000);

            assertThat(heard.text()).containsSubsequence(slow, "ARS");
            assertThat(heard.end()).isEqualTo(Wire.End.CLOSED);
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        SimulatorSettings taken = SimulatorSettings.ephemeral().withPort(simulator.port());

        assertThatThrownBy(() -> Simulator.start(taken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(simulator.port()));
    }

    @Test
    void shouldAnswerManyConnectionsAtOnceWithOneThread() {
        try (Simulator late = Simulator.start(SimulatorSettings.ephemeral().with("latency", "1500ms..1600ms"))) {
            Api lateApi = new Api(late);
            List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, 300)
                    .mapToObj(i -> lateApi.getLater("/currencies/ARS"))
                    .toList();

            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
            assertThat(late.stats().mostInFlight()).isGreaterThan(150);
            assertThat(late.stats().inFlight()).isZero();
        }
    }
}
