package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.simulator.Wire.End;
import io.multiget.simulator.Wire.Heard;
import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import io.multiget.simulator.catalog.SimulatedItem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each fate does to an answer, on the wire. */
class FateAnswersTest {
    private static final SimulatedCatalog CATALOG = new SimulatedCatalog(CatalogSettings.DEFAULT);
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final int PLENTY = 4_000_000;

    private static Simulator simulator;
    private static Api api;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.ephemeral().with("slow", "400ms"));
        api = new Api(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ALWAYS_500, 500, 500, 500",
        "THROTTLED_TWICE, 429, 429, 200",
        "FAILS_TWICE, 500, 500, 200",
        "DENIED, 403, 403, 403",
        "PARTIAL_206, 206, 206, 206",
        "NOT_FOUND, 404, 404, 404",
        "NOT_FOUND_ONCE, 404, 200, 200",
        "NO_ID_404, 404, 404, 404",
        "NO_ID_500_ONCE, 500, 200, 200",
    })
    void shouldGiveTheElementItsCodeAndLeaveTheOthers(Fate fate, int first, int second, int third) {
        String id = item(fate);
        String good = item(Fate.FOUND);

        for (int code : new int[] {first, second, third}) {
            JsonNode elements = many(id, good);
            assertThat(elements.at("/0/code").intValue()).isEqualTo(code);
            assertThat(elements.at("/1/code").intValue()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALWAYS_500, 500, 500, 500",
        "THROTTLED_TWICE, 429, 429, 200",
        "DENIED, 403, 403, 403",
        "PARTIAL_206, 206, 206, 206",
        "NOT_FOUND, 404, 404, 404",
    })
    void shouldGiveAPlainGetThatStatus(Fate fate, int first, int second, int third) {
        for (String path : List.of("/items/MLA", "/categories/MLA", "/currencies/CUR", "/users/", "/v2/makers/mk-")) {
            String id = path + fate.number(SERIAL.incrementAndGet());

            assertThat(Stream.of(1, 2, 3).map(time -> api.status(id))).containsExactly(first, second, third);
        }
    }

    @Test
    void shouldLeaveTheIdOutOfAnErrorThatHasNone() {
        assertThat(many(item(Fate.NO_ID_404)).at("/0/body").has("id")).isFalse();
        assertThat(many(item(Fate.NO_ID_500_ONCE)).at("/0/body").has("id")).isFalse();
        assertThat(many(item(Fate.ALWAYS_500)).at("/0/body").has("id")).isTrue();
    }

    @Test
    void shouldWriteEachPriceAsTheFateSays() {
        assertThat(body(Fate.NO_PRICE).has("price")).isFalse();
        assertThat(body(Fate.NULL_PRICE).get("price").isNull()).isTrue();
        assertThat(body(Fate.STRING_PRICE).get("price").textValue()).isEqualTo("12.5");
        assertThat(body(Fate.BAD_VALUE).get("price").textValue()).isEqualTo("12,5");
        assertThat(body(Fate.BOOLEAN_PRICE).get("price").isBoolean()).isTrue();
        assertThat(body(Fate.NEGATIVE_PRICE).get("price").decimalValue()).isEqualTo(BigDecimal.ONE.negate());
        assertThat(body(Fate.HUGE_PRICE).get("price").decimalValue()).isEqualByComparingTo("1e400");
        assertThat(body(Fate.LONG_PRICE).get("price").bigIntegerValue().toString())
                .hasSize(45);
        assertThat(Api.text(api.get("/items?ids=" + item(Fate.NAN_PRICE)))).contains("\"price\":NaN,");
        assertThat(Api.text(api.get("/items?ids=" + item(Fate.ENDLESS_PRICE))))
                .contains("\"price\":" + "7".repeat(10_000) + ",");
    }

    @ParameterizedTest
    @CsvSource({
        "0, \"2017-08-16T24:00:00.000Z\"",
        "1, \"2016-12-31T23:59:60.000Z\"",
        "2, \"infinity\"",
        "3, 1502848301000",
        "4, \"2024-02-30T00:00:00.000Z\"",
        "5, \"2017-08-16T24:00:00.000Z\"",
    })
    void shouldWriteTheFormOfADateThatTheSerialLeaves(int serial, String date) {
        assertThat(itemBody(Fate.ODD_DATE.itemId("MLA", serial)).get("start_time"))
                .hasToString(date);
    }

    @Test
    void shouldWriteEachTimeAsTheFateSays() {
        String id = item(Fate.DATE_OFFSET);

        assertThat(body(Fate.NO_START_TIME).has("start_time")).isFalse();
        assertThat(body(Fate.BAD_DATE).get("start_time").textValue()).startsWith("0000-00-00");
        assertThat(body(Fate.DATE_NO_ZONE).get("start_time").textValue()).doesNotContain("Z");
        assertThat(body(Fate.FAR_DATE).get("start_time").textValue()).contains("294277");
        assertThat(OffsetDateTime.parse(many(id).at("/0/body/start_time").textValue())
                        .toInstant())
                .isEqualTo(CATALOG.item(id).orElseThrow().startTime());
    }

    @Test
    void shouldWriteEachTextAsTheFateSays() throws IOException {
        assertThat(category(Fate.NUL_TEXT)).contains("\\u0000");
        assertThat(category(Fate.LONE_SURROGATE)).contains("\\ud83d\"");
        assertThat(category(Fate.MARKUP_TEXT)).contains("</script>").contains("drop table");
        assertThat(category(Fate.LONG_TEXT)).hasSizeGreaterThan(2_000_000);
        assertThat(category(Fate.DEEP)).contains("[".repeat(100_000));
        assertThat(Wire.ask(simulator, "/users/" + Fate.NUL_TEXT.number(1), PLENTY)
                        .body())
                .contains("\\u0000");
        assertThat(Wire.ask(simulator, "/currencies/CUR" + Fate.NUL_TEXT.number(1), PLENTY)
                        .body())
                .contains("\\u0000");
    }

    private static String category(Fate fate) throws IOException {
        return Wire.ask(simulator, "/categories/MLA" + fate.number(SERIAL.incrementAndGet()), PLENTY)
                .body();
    }

    @Test
    void shouldNestThePriceDeep() throws IOException {
        Heard heard = Wire.ask(simulator, "/items?attributes=price&ids=" + item(Fate.DEEP), PLENTY);

        assertThat(heard.body()).contains("\"price\":" + "[".repeat(100_000) + "]".repeat(100_000));
    }

    @Test
    void shouldReferToWhatTheFateSays() {
        assertThat(body(Fate.NULL_CATEGORY).get("category_id").isNull()).isTrue();
        assertThat(body(Fate.HOSTILE_REFERENCE).get("category_id").textValue())
                .isEqualTo(SimulatedCatalog.HOSTILE_CATEGORY);
        assertThat(api.status("/currencies/"
                        + body(Fate.UNKNOWN_CURRENCY).get("currency_id").textValue()))
                .isEqualTo(404);
    }

    @Test
    void shouldSpoilTheReferencesOfAHealthyItem() {
        JsonNode ofCategory = itemBody("MLA" + Fate.CATEGORY.number(Fate.ALWAYS_500, 1));
        JsonNode ofCurrency = itemBody("MLA" + Fate.CURRENCY.number(Fate.DENIED, 1));
        JsonNode ofSeller = itemBody("MLA" + Fate.SELLER.number(Fate.ALWAYS_500, 1));

        assertThat(api.status("/categories/" + ofCategory.get("category_id").textValue()))
                .isEqualTo(500);
        assertThat(api.status("/currencies/" + ofCurrency.get("currency_id").textValue()))
                .isEqualTo(403);
        assertThat(api.json("/users?ids=100000001," + ofSeller.get("seller_id").longValue())
                        .findValuesAsText("code"))
                .containsExactly("200", "500");
    }

    @Test
    void shouldReverseTheElements() {
        String first = item(Fate.FOUND);
        String second = item(Fate.REORDERED);
        String third = item(Fate.FOUND);

        assertThat(ids(many(first, second, third))).containsExactly(third, second, first);
    }

    @Test
    void shouldLeaveElementsOut() {
        String never = item(Fate.MISSING_ELEMENT);
        String once = item(Fate.MISSING_ONCE);
        String good = item(Fate.FOUND);

        assertThat(ids(many(never, once, good))).containsExactly(good);
        assertThat(ids(many(never, once, good))).containsExactly(once, good);
        assertThat(ids(many(never))).isEmpty();
        assertThat(api.status("/items/" + never)).isEqualTo(200);
    }

    @Test
    void shouldDoubleElementsWithOtherBodies() {
        String always = item(Fate.DOUBLED);
        String once = item(Fate.DOUBLED_ONCE);

        JsonNode first = many(always, once);

        assertThat(ids(first)).containsExactly(always, always, once, once);
        assertThat(first.at("/0/body/price")).isNotEqualTo(first.at("/1/body/price"));
        assertThat(ids(many(always, once))).containsExactly(always, always, once);
    }

    @Test
    void shouldBringInAStranger() {
        String extra = item(Fate.EXTRA);
        String wrong = item(Fate.WRONG_ID);

        assertThat(ids(many(extra))).containsExactly(extra, Fate.strangerTo(extra));
        assertThat(ids(many(wrong))).containsExactly(Fate.strangerTo(wrong));
        assertThat(api.json("/users?ids=" + Fate.WRONG_ID.number(1))
                        .at("/0/body/id")
                        .longValue())
                .isNotEqualTo(Fate.WRONG_ID.number(1));
    }

    @Test
    void shouldChangeThePriceEachTime() {
        String id = item(Fate.CHANGING);

        assertThat(many(id).at("/0/body/price")).isNotEqualTo(many(id).at("/0/body/price"));
    }

    @Test
    void shouldTakeItsTime() {
        long before = System.nanoTime();
        assertThat(many(item(Fate.SLOW)).at("/0/code").intValue()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void shouldComeLateWithAnotherPriceOnce() {
        String id = item(Fate.LATE_ONCE);

        long before = System.nanoTime();
        JsonNode late = many(id).at("/0/body/price");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(400));

        JsonNode price = many(id).at("/0/body/price");
        assertThat(price).isNotEqualTo(late).isEqualTo(many(id).at("/0/body/price"));
        assertThat(price.decimalValue())
                .isEqualByComparingTo(CATALOG.item(id).orElseThrow().price());
    }

    @ParameterizedTest
    @CsvSource({
        "BATCH_404, 404",
        "TOO_LARGE_413, 413",
        "TOO_LONG_414, 414",
    })
    void shouldRefuseABatchButNotTheIdAlone(Fate fate, int status) {
        String id = item(fate);

        assertThat(api.status("/items?ids=" + id + "," + item(Fate.FOUND))).isEqualTo(status);
        assertThat(many(id).at("/0/code").intValue()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"REFUSED, 400", "NO_CONTENT, 204", "NOT_MODIFIED, 304", "REDIRECT, 302"})
    void shouldAnswerTheWholeCallWithAStatus(Fate fate, int status) throws IOException {
        Heard batch = Wire.ask(simulator, "/items?ids=" + item(Fate.FOUND) + "," + item(fate), PLENTY);
        Heard alone = Wire.ask(simulator, "/categories/MLA" + fate.number(SERIAL.incrementAndGet()), PLENTY);

        assertThat(batch.text()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(alone.text()).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void shouldRedirectToItsOtherNameAndCountWhoFollows() throws IOException {
        Heard heard = Wire.ask(simulator, "/items?ids=" + item(Fate.REDIRECT), PLENTY);
        long before = simulator.stats().strayCalls();

        assertThat(heard.text()).contains("Location: http://localhost:" + simulator.port() + "/__stray\r\n");
        assertThat(api.status("/__stray")).isEqualTo(404);
        assertThat(simulator.stats().strayCalls()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 301", "1, 307", "2, 308", "3, 303"})
    void shouldRedirectInEachForm(int serial, int status) throws IOException {
        String id = Fate.ODD_REDIRECT.itemId("MLA", serial);

        String head = Wire.ask(simulator, "/items?ids=" + id, PLENTY).text();

        assertThat(head).startsWith("HTTP/1.1 " + status + " ");
        String[] locations = {
            "Location: " + simulator.url() + "/items?ids=" + id + "\r\n",
            "Location: file:///etc/hostname\r\n",
            "",
            "Location: //localhost:" + simulator.port() + "/__stray\r\n"
        };
        assertThat(head).contains(locations[serial]);
        assertThat(head.contains("Location")).isEqualTo(!locations[serial].isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"408", "425", "502", "503", "504", "600", "99"})
    void shouldAnswerWithTheStatusInTheSerial(int status) throws IOException {
        String once = "MLA" + Fate.STATUS_ONCE.number(1_000_000 + status);
        String always = "MLA" + Fate.STATUS_ALWAYS.number(1_000_000 + status);

        assertThat(Wire.ask(simulator, "/items?ids=" + once, PLENTY).text()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(many(once).at("/0/code").intValue()).isEqualTo(200);
        assertThat(Wire.ask(simulator, "/items?ids=" + always, PLENTY).text()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(Wire.ask(simulator, "/items/" + always, PLENTY).text())
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"status\":" + status);
    }

    @Test
    void shouldCutTheJsonOnceOrAlways() {
        String once = item(Fate.TRUNCATED_ONCE);
        String always = item(Fate.TRUNCATED_ALWAYS);

        assertThatThrownBy(() -> many(once)).hasMessageStartingWith("[{\"code\":200");
        assertThat(many(once).at("/0/code").intValue()).isEqualTo(200);
        assertThatThrownBy(() -> many(always)).hasMessageStartingWith("[{\"code\":200");
        assertThatThrownBy(() -> many(always)).hasMessageStartingWith("[{\"code\":200");
    }

    @Test
    void shouldAnswerWithAPage() {
        String once = item(Fate.HTML_ONCE);

        HttpResponse<byte[]> page = api.get("/items?ids=" + item(Fate.HTML));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(Api.text(page)).startsWith("<!DOCTYPE html>");
        assertThat(Api.text(api.get("/items/" + once))).startsWith("<!DOCTYPE html>");
        assertThat(api.json("/items/" + once).get("id").textValue()).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource({"RESET_ONCE, RESET", "RESET_ALWAYS, RESET", "CLOSED_ONCE, CLOSED"})
    void shouldEndTheConnectionInMidBody(Fate fate, End end) throws IOException {
        String path = "/categories/MLA" + fate.number(SERIAL.incrementAndGet());

        Heard first = Wire.ask(simulator, path, PLENTY);

        assertThat(first.end()).isEqualTo(end);
        if (!first.text().isEmpty()) { // a reset may overtake what was sent before it
            assertThat(first.body().length()).isLessThan(first.declaredLength());
        }
        Heard second = Wire.ask(simulator, path, PLENTY);
        assertThat(second.end()).isEqualTo(fate == Fate.RESET_ALWAYS ? End.RESET : End.CLOSED);
        if (fate != Fate.RESET_ALWAYS) {
            assertThat(second.body()).hasSize(second.declaredLength());
        }
    }

    @Test
    void shouldSendTheHeadAndFallSilent() throws IOException {
        Heard heard = Wire.ask(simulator, "/items/" + item(Fate.HEADERS_THEN_SILENCE), PLENTY);

        assertThat(heard.text()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
        assertThat(heard.declaredLength()).isPositive();
        assertThat(heard.end()).isEqualTo(End.SILENT);
    }

    @Test
    void shouldNotAnswerAtAllOnce() throws IOException {
        String path = "/items/" + item(Fate.SILENCE_ONCE);

        assertThat(Wire.ask(simulator, path, PLENTY)).isEqualTo(new Heard("", End.SILENT));
        assertThat(Wire.ask(simulator, path, PLENTY).text()).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldDribbleAByteASecond() throws IOException {
        Heard heard = Wire.ask(simulator, "/currencies/CUR" + Fate.DRIBBLE.number(1), PLENTY);

        assertThat(heard.body()).isEqualTo("{");
        assertThat(heard.end()).isEqualTo(End.SILENT);
    }

    @ParameterizedTest
    @CsvSource({"RETRY_AFTER_HUGE, 1000000000", "RETRY_AFTER_SECOND, 1", "RETRY_AFTER_GARBAGE, soon"})
    void shouldThrottleTheCallOnceWithRetryAfter(Fate fate, String retryAfter) {
        String id = item(fate);

        HttpResponse<byte[]> throttled = api.get("/items?ids=" + id);

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().allValues("retry-after")).containsExactly(retryAfter);
        assertThat(many(id).at("/0/code").intValue()).isEqualTo(200);
    }

    @Test
    void shouldThrottleWithADateTwoSecondsAhead() {
        ZonedDateTime before = ZonedDateTime.now();
        HttpResponse<byte[]> throttled = api.get("/items?ids=" + item(Fate.RETRY_AFTER_DATE));

        assertThat(date(throttled, "retry-after")).isBetween(before.plusSeconds(2), before.plusSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, -1", "2, 'Sun, 06 Nov 1994 08:49:37 GMT'", "3, 1.5", "4, ''"})
    void shouldThrottleWithEachFormOfAWait(int serial, String retryAfter) {
        String id = Fate.RETRY_AFTER_ODD.itemId("MLA", serial);

        HttpResponse<byte[]> throttled = api.get("/items?ids=" + id);

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().allValues("retry-after")).containsExactly(retryAfter);
        assertThat(many(id).at("/0/code").intValue()).isEqualTo(200);
    }

    @Test
    void shouldSayAnotherTimeThanItIs() {
        ZonedDateTime before = ZonedDateTime.now();

        HttpResponse<byte[]> throttled = api.get("/items?ids=" + item(Fate.WRONG_CLOCK));

        assertThat(date(throttled, "date")).isBefore(before.minusMinutes(59));
        assertThat(date(throttled, "retry-after")).isBetween(before.plusSeconds(2), before.plusSeconds(5));
    }

    private static ZonedDateTime date(HttpResponse<byte[]> response, String header) {
        return ZonedDateTime.parse(
                response.headers().firstValue(header).orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    @Test
    void shouldThrottleWithTwoHeaders() {
        HttpResponse<byte[]> throttled = api.get("/items?ids=" + item(Fate.RETRY_AFTER_TWO));

        assertThat(throttled.headers().allValues("retry-after")).containsExactly("1", "2");
    }

    @Test
    void shouldInflateToAGigabyte() throws IOException {
        HttpResponse<byte[]> bomb = api.get("/items?ids=" + item(Fate.GZIP_BOMB));

        assertThat(bomb.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(bomb.body().length).isLessThan(2_000_000);
        try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(bomb.body()), 1 << 16)) {
            assertThat(inflated.read()).isEqualTo('[');
            assertThat(inflated.skip(1L << 30)).isEqualTo(1L << 30);
            assertThat(inflated.read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldSendAHundredMegabytesInChunks() {
        HttpResponse<byte[]> huge = api.get("/items?ids=" + item(Fate.HUGE_BODY));

        assertThat(huge.headers().firstValue("content-length")).isEmpty();
        assertThat(huge.body().length).isGreaterThan(100_000_000);
        assertThat(Api.json(huge).at("/0/code").intValue()).isEqualTo(200);
        assertThat(api.status("/currencies/ARS")).isEqualTo(200);
    }

    @Test
    void shouldAnswerInAnotherShape() {
        assertThat(many(item(Fate.NOT_AN_ARRAY)).isObject()).isTrue();
        assertThat(api.json("/items/" + item(Fate.NOT_AN_ARRAY)).isArray()).isTrue();
        assertThat(many(item(Fate.NULL_ANSWER)).isNull()).isTrue();
        assertThatThrownBy(() -> many(item(Fate.TRAILING_GARBAGE))).hasMessageEndingWith("more");
        assertThat(Api.text(api.get("/items/" + item(Fate.EMPTY_ARRAY)))).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, '\"\"'", "2, 0", "3, true"})
    void shouldAnswerWithEachFormOfABody(int serial, String body) {
        assertThat(Api.text(api.get("/items?ids=" + Fate.ODD_BODY.itemId("MLA", serial))))
                .isEqualTo(body);
    }

    @Test
    void shouldSpoilTheEncoding() {
        assertThat(Api.text(api.get("/items/" + item(Fate.BYTE_ORDER_MARK)))).startsWith("\uFEFF{");
        assertThat(Api.text(api.get("/items/" + item(Fate.BAD_UTF8)))).startsWith("{\"\uFFFDid\"");
        assertThat(new String(api.get("/items/" + item(Fate.UTF16)).body(), StandardCharsets.UTF_16))
                .startsWith("{\"id\"");
        HttpResponse<byte[]> plain = api.get("/items/" + item(Fate.NOT_GZIP));
        assertThat(plain.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(Api.text(plain)).startsWith("{\"id\"");
    }

    @Test
    void shouldSpoilACallWhateverHarmlessFateComesFirst() {
        String ids = item(Fate.EARLY_HINTS) + "," + item(Fate.HTML);

        assertThat(Api.text(api.get("/items?ids=" + ids))).contains("<html");
    }

    @Test
    void shouldSendOddHeads() throws IOException {
        assertThat(Wire.ask(simulator, "/items/" + item(Fate.MANY_HEADERS), PLENTY)
                        .text())
                .contains("X-Hop-0: ", "X-Hop-999: ", "Set-Cookie: ");
        assertThat(Wire.ask(simulator, "/items/" + item(Fate.HUGE_HEADER), PLENTY)
                        .text())
                .contains("X-Trace: " + "t".repeat(65_536));
        assertThat(Wire.ask(simulator, "/items/" + item(Fate.INFORMATIONAL_FLOOD), PLENTY)
                        .text())
                .startsWith("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102")
                .contains("HTTP/1.1 200 OK");
        assertThat(Wire.ask(simulator, "/items/" + item(Fate.EARLY_HINTS), PLENTY)
                        .text())
                .startsWith("HTTP/1.1 103 Early Hints\r\nLink: </next>\r\n\r\nHTTP/1.1 200 OK");
    }

    @Test
    void shouldAnswerTwiceWhereOneWouldDo() throws IOException {
        String text = Wire.ask(simulator, "/items/" + item(Fate.SECOND_ANSWER), PLENTY)
                .text();

        String half = text.substring(0, text.length() / 2);
        assertThat(half).startsWith("HTTP/1.1 200 OK");
        assertThat(text).isEqualTo(half + half);
    }

    @Test
    void shouldHangUpOnTheNextCallOfTheConnection() throws IOException {
        String call = "GET /items/" + item(Fate.HANGS_UP) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        long before = simulator.stats().callsTotal();
        try (Wire wire = new Wire(simulator)) {
            wire.send(call);
            Heard first = wire.listen(PLENTY);
            assertThat(first.end()).isEqualTo(End.SILENT);
            assertThat(first.text()).startsWith("HTTP/1.1 200 OK");

            wire.send(call);
            assertThat(wire.listen(PLENTY)).isEqualTo(new Heard("", End.CLOSED));
        }
        assertThat(simulator.stats().callsTotal()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TRUNCATED_ONCE",
                "HTML_ONCE",
                "RESET_ONCE",
                "CLOSED_ONCE",
                "SILENCE_ONCE",
                "RETRY_AFTER_SECOND",
                "RETRY_AFTER_HUGE",
                "RETRY_AFTER_DATE",
                "RETRY_AFTER_GARBAGE",
                "RETRY_AFTER_TWO",
                "WRONG_CLOCK",
                "STATUS_ONCE",
                "MISSING_ONCE",
                "DOUBLED_ONCE",
                "NOT_FOUND_ONCE",
                "NO_ID_500_ONCE"
            })
    void shouldBeFoundTheSecondTimeWhateverHappenedOnce(Fate fate) throws IOException {
        String id = "MLA" + fate.number(SERIAL.incrementAndGet() * 1000 + 503);

        Wire.ask(simulator, "/items?ids=" + id, PLENTY);

        JsonNode again = many(id);
        assertThat(ids(again)).containsExactly(id);
        assertThat(again.at("/0/code").intValue()).isEqualTo(200);
    }

    private static String item(Fate fate) {
        return fate.itemId("MLA", SERIAL.incrementAndGet());
    }

    private static JsonNode many(String... ids) {
        return api.json("/items?ids=" + String.join(",", ids));
    }

    private static JsonNode body(Fate fate) {
        return itemBody(item(fate));
    }

    private static JsonNode itemBody(String id) {
        JsonNode element = many(id).get(0);
        assertThat(element.get("code").intValue()).isEqualTo(200);
        SimulatedItem item = CATALOG.item(id).orElseThrow();
        assertThat(element.at("/body/seller_id").longValue()).isEqualTo(item.sellerId());
        return element.get("body");
    }

    private static List<String> ids(JsonNode elements) {
        return StreamSupport.stream(elements.spliterator(), false)
                .map(element -> element.at("/body/id").textValue())
                .toList();
    }
}
