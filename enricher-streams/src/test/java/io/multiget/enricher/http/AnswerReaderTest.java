package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Secret;
import io.multiget.enricher.http.CallResult.KeyAnswer;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final Instant TODAY = Instant.parse("2026-03-01T12:00:00Z");

    private final TestApi market = TestApi.market();
    private final AnswerReader reader = new AnswerReader(InstantSource.fixed(TODAY));
    private final Call batch = market.items("A", "B", "C");
    private final Call alone = market.items("A");
    private final Call single = market.categories("c");

    private static String found(String key, int price) {
        return "{\"code\":200,\"body\":{\"id\":\"" + key + "\",\"price\":" + price + "}}";
    }

    private static String element(int code, String body) {
        return "{\"code\":" + code + ",\"body\":" + body + "}";
    }

    private static String array(String... elements) {
        return "[" + String.join(",", elements) + "]";
    }

    private CallResult read(Call call, String body) {
        return read(call, 200, body.getBytes(StandardCharsets.UTF_8));
    }

    private CallResult read(Call call, int status, byte[] body, String... retryAfter) {
        return reader.read(call, new HttpAnswer.Received(status, List.of(retryAfter), body));
    }

    private Map<String, KeyAnswer> answers(Call call, String... elements) {
        CallResult result = read(call, array(elements));
        assertThat(result).isInstanceOf(CallResult.Answered.class);
        return ((CallResult.Answered) result).answers();
    }

    private static CallResult.Failed failure(CallResult result) {
        assertThat(result).isInstanceOf(CallResult.Failed.class);
        return (CallResult.Failed) result;
    }

    private static KeyAnswer price(int price) {
        return new KeyAnswer.Final(new KeyResult.Found(Map.of("price", BigDecimal.valueOf(price))));
    }

    private static @Nullable String codeOf(@Nullable KeyAnswer answer) {
        if (answer instanceof KeyAnswer.Unclear unclear) {
            return unclear.code();
        }
        return answer instanceof KeyAnswer.Final last && last.result() instanceof KeyResult.Failed failed
                ? failed.code()
                : null;
    }

    // Which element is about which key.

    @Test
    void shouldMatchElementsByIdInWhateverOrder() { // A1
        assertThat(answers(batch, found("C", 3), found("A", 1), found("B", 2)))
                .containsExactly(Map.entry("A", price(1)), Map.entry("B", price(2)), Map.entry("C", price(3)));
    }

    @Test
    void shouldMatchANumericIdByItsText() {
        Call call = new Call(market.api(), market.seller(), "/users", "", List.of("3000000007"));

        assertThat(answers(call, element(200, "{\"id\":3000000007,\"price\":1}")))
                .containsEntry("3000000007", price(1));
    }

    @Test
    void shouldFindAKeyUnclearThatHasNoElement() { // A2
        Map<String, KeyAnswer> answers = answers(batch, found("A", 1), found("C", 3));

        assertThat(codeOf(answers.get("B"))).isEqualTo("missing_in_answer");
        assertThat(answers).containsEntry("A", price(1)).containsEntry("C", price(3));
    }

    @Test
    void shouldFindAKeyMissingThatIsAskedAloneAndGetsNothing() { // A2
        assertThat(codeOf(answers(alone).get("A"))).isEqualTo("missing_in_answer");
    }

    @Test
    void shouldIgnoreAndCountElementsThatNobodyAskedFor() { // A3
        CallResult result = read(batch, array(found("A", 1), found("X", 9), found("B", 2), found("C", 3)));

        assertThat(result).isEqualTo(new CallResult.Answered(Map.of("A", price(1), "B", price(2), "C", price(3)), 1));
    }

    @Test
    void shouldFindAKeyAmbiguousThatHasTwoDifferentElements() { // A4
        Map<String, KeyAnswer> answers = answers(batch, found("A", 1), found("B", 2), found("B", 7), found("C", 3));

        assertThat(codeOf(answers.get("B"))).isEqualTo("ambiguous_answer");
        assertThat(answers).containsEntry("A", price(1)).containsEntry("C", price(3));
    }

    @Test
    void shouldTakeTwoEqualElementsForOne() {
        assertThat(answers(batch, found("A", 1), found("B", 2), found("B", 2), found("C", 3)))
                .containsEntry("B", price(2));
    }

    @Test
    void shouldNotTakeAnotherIdsElementForTheKeys() { // A5
        CallResult result = read(batch, array(found("A", 1), found("X", 2), found("C", 3)));

        assertThat(codeOf(((CallResult.Answered) result).answers().get("B"))).isEqualTo("missing_in_answer");
    }

    @Test
    void shouldMatchAnElementWithoutIdByPositionWhenTheOthersKeepTheirs() { // A6
        assertThat(answers(batch, found("A", 1), element(404, "{\"message\":\"gone\"}"), found("C", 3)))
                .containsEntry("B", new KeyAnswer.Final(new KeyResult.NotFound()));
    }

    @Test
    void shouldNotMatchByPositionWhenTheCountIsWrong() { // A6
        Map<String, KeyAnswer> answers = answers(batch, found("A", 1), element(404, "{}"));

        assertThat(codeOf(answers.get("B"))).isEqualTo("missing_in_answer");
        assertThat(codeOf(answers.get("C"))).isEqualTo("missing_in_answer");
    }

    @Test
    void shouldNotMatchByPositionWhenAnyOtherIsOutOfPlace() { // A6
        Map<String, KeyAnswer> answers = answers(batch, found("B", 2), element(404, "{}"), found("C", 3));

        assertThat(codeOf(answers.get("A"))).isEqualTo("missing_in_answer");
        assertThat(answers).containsEntry("B", price(2));
    }

    @Test
    void shouldMatchAllByPositionWhenNoneHasAnId() {
        assertThat(answers(batch, element(200, "{\"price\":1}"), element(404, "null"), element(200, "{\"price\":3}")))
                .containsEntry("A", price(1))
                .containsEntry("B", new KeyAnswer.Final(new KeyResult.NotFound()))
                .containsEntry("C", price(3));
    }

    @Test
    void shouldNotTakeAnIdThatIsNoValueForAKey() {
        Call call = market.items("", "{}");

        assertThat(answers(call, element(200, "{\"id\":{}}"), element(200, "{\"id\":[]}")))
                .allSatisfy((key, answer) -> assertThat(codeOf(answer)).isEqualTo("missing_in_answer"));
    }

    // What an element says.

    @Test
    void shouldReadEachElementByItself() { // A7
        Call call = market.items("A", "B", "C", "D", "E", "F", "G");

        Map<String, KeyAnswer> answers = answers(
                call,
                found("A", 1),
                element(206, "{\"id\":\"B\",\"price\":2}"),
                element(404, "{\"id\":\"C\"}"),
                element(403, "{\"id\":\"D\",\"message\":\"private\"}"),
                element(429, "{\"id\":\"E\"}"),
                element(500, "{\"id\":\"F\"}"),
                element(400, "{\"id\":\"G\"}"));

        assertThat(answers)
                .containsEntry("A", price(1))
                .containsEntry("B", price(2))
                .containsEntry("C", new KeyAnswer.Final(new KeyResult.NotFound()));
        assertThat(codeOf(answers.get("D"))).isEqualTo("denied");
        assertThat(answers.get("E")).isInstanceOfSatisfying(KeyAnswer.Again.class, again -> assertThat(again.trouble())
                .isEqualTo(Trouble.THROTTLED));
        assertThat(answers.get("F")).isInstanceOfSatisfying(KeyAnswer.Again.class, again -> assertThat(again.trouble())
                .isEqualTo(Trouble.UNAVAILABLE));
        assertThat(codeOf(answers.get("G"))).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource({"500, UNAVAILABLE", "429, THROTTLED"})
    void shouldBlameTheApiWhenEveryElementFails(int code, Trouble trouble) {
        CallResult result = read(
                batch,
                array(
                        element(code, "{\"id\":\"A\"}"),
                        element(code, "{\"id\":\"B\"}"),
                        element(code, "{\"id\":\"C\"}")));

        assertThat(failure(result).trouble()).isEqualTo(trouble);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"x\"", "7", "[]", "true"})
    void shouldFindAFoundElementWithoutABodyUnclear(String body) {
        Map<String, KeyAnswer> answers = answers(batch, found("A", 1), element(200, body), found("C", 3));

        assertThat(codeOf(answers.get("B"))).isEqualTo("bad_answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"200\"", "200.5", "1e99", "{}", "99999999999"})
    void shouldFindAnElementWithoutAStatusUnclear(String code) {
        Map<String, KeyAnswer> answers =
                answers(batch, found("A", 1), "{\"code\":" + code + ",\"body\":{\"id\":\"B\"}}", found("C", 3));

        assertThat(codeOf(answers.get("B"))).isEqualTo("bad_answer");
    }

    // A body that is not what it should be.

    static Stream<Arguments> bodies() {
        byte[] right = array(found("A", 1), found("B", 2), found("C", 3)).getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                arguments("A8 an object", bytes("{}"), Trouble.BAD_ANSWER),
                arguments("A8 null", bytes("null"), Trouble.BAD_ANSWER),
                arguments("A8 an empty text", bytes("\"\""), Trouble.BAD_ANSWER),
                arguments("A8 nothing for many", bytes("[]"), Trouble.BAD_ANSWER),
                arguments("A8 a number", bytes("0"), Trouble.BAD_ANSWER),
                arguments("A8 an empty body", bytes(""), Trouble.BAD_ANSWER),
                arguments("A8 blanks", bytes(" \r\n\t "), Trouble.BAD_ANSWER),
                arguments("A9 truncated", bytes("[{\"code\":200,\"bo"), Trouble.BAD_ANSWER),
                arguments("A9 garbage after it", join(right, bytes("garbage")), Trouble.BAD_ANSWER),
                arguments("A9 a second array after it", join(right, bytes("[]")), Trouble.BAD_ANSWER),
                arguments("A9 byte order mark", join(bytes("\uFEFF"), right), Trouble.BAD_ANSWER),
                arguments("A9 UTF-16", in(StandardCharsets.UTF_16, right), Trouble.BAD_ANSWER),
                arguments("A9 UTF-16LE without mark", in(StandardCharsets.UTF_16LE, right), Trouble.BAD_ANSWER),
                arguments("A9 UTF-32", in(Charset.forName("UTF-32"), right), Trouble.BAD_ANSWER),
                arguments(
                        "A9 bad UTF-8", join(bytes("[\""), new byte[] {(byte) 0xC3}, bytes("\"]")), Trouble.BAD_ANSWER),
                arguments("A9 Latin-1", "[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1), Trouble.BAD_ANSWER),
                arguments("A9 zeros", new byte[100], Trouble.BAD_ANSWER),
                arguments("A9 single quotes", bytes("[{'code':200}]"), Trouble.BAD_ANSWER),
                arguments("a member twice", bytes("[{\"code\":200,\"code\":404}]"), Trouble.BAD_ANSWER),
                arguments("A10 a page", bytes("<!DOCTYPE html><html></html>"), Trouble.NOT_JSON),
                arguments("A10 a page after blanks", bytes("\n\n  <html>"), Trouble.NOT_JSON),
                arguments("A10 a word", bytes("OK"), Trouble.NOT_JSON),
                arguments("A12 too deep", bytes("[".repeat(100_000)), Trouble.BAD_VALUE),
                arguments("A12 a number of 10,000 digits", bytes("[" + "7".repeat(10_000) + "]"), Trouble.BAD_VALUE),
                arguments("A12 an exponent beyond reason", bytes("[1e99999999999]"), Trouble.BAD_VALUE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void shouldSayWhatIsWrongWithABody(String reason, byte[] body, Trouble trouble) {
        CallResult.Failed failed = failure(read(batch, 200, body));

        assertThat(failed.trouble()).as(failed.detail()).isEqualTo(trouble);
        assertThat(failed.detail()).hasSizeLessThan(400).contains("item: ").doesNotContain("\n", "\u0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"x\"", "true"})
    void shouldExpectAnObjectWhereOneKeyIsAsked(String body) { // A8
        assertThat(failure(read(single, body)).trouble()).isEqualTo(Trouble.BAD_ANSWER);
    }

    @Test
    void shouldTakeAnAnswerLargerThanTheCapForTheKeysFault() { // A11
        CallResult result = reader.read(batch, new HttpAnswer.TooLarge(8 << 20));

        assertThat(failure(result).trouble()).isEqualTo(Trouble.ANSWER_TOO_LARGE);
    }

    @Test
    void shouldNotLetOneElementsNotANumberSpoilTheOthers() { // A12
        Map<String, KeyAnswer> answers =
                answers(batch, found("A", 1), element(200, "{\"id\":\"B\",\"price\":NaN}"), found("C", 3));

        assertThat(codeOf(answers.get("B"))).isEqualTo("bad_value");
        assertThat(answers).containsEntry("A", price(1)).containsEntry("C", price(3));
    }

    @Test
    void shouldNotLetOneElementsLongTextSpoilTheOthers() { // A14
        String longText = "x".repeat(2_000_000);

        Map<String, KeyAnswer> answers = answers(
                batch,
                found("A", 1),
                element(200, "{\"id\":\"B\",\"price\":2,\"description\":\"" + longText + "\"}"),
                found("C", 3));

        assertThat(answers).containsEntry("A", price(1)).containsEntry("B", price(2));
    }

    @Test
    void shouldReadHostileBodiesFast() {
        byte[] deep = bytes("[".repeat(4 << 20));
        byte[] digits = bytes("[" + "7".repeat(4 << 20) + "]");

        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            read(batch, 200, deep);
            read(batch, 200, digits);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void shouldNeverThrowWhateverComes() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] right = bytes(array(found("A", 1), element(404, "null"), element(500, "{\"id\":\"C\"}")));
        for (int i = 0; i < 20_000; i++) {
            byte[] spoiled = right.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            }
            CallResult result = read(batch, 200, spoiled);
            if (result instanceof CallResult.Answered answered) {
                assertThat(answered.answers()).containsOnlyKeys("A", "B", "C");
            }
        }
    }

    // A status for the whole call.

    @ParameterizedTest
    @CsvSource({
        // A17
        "301, REDIRECT",
        "302, REDIRECT",
        "307, REDIRECT",
        "300, REDIRECT",
        // A18, A24
        "400, REFUSED",
        "413, REFUSED",
        "414, REFUSED",
        "405, REFUSED",
        "451, REFUSED",
        // A19
        "401, DENIED",
        "403, DENIED",
        // A20
        "404, BATCH_NOT_FOUND",
        // A21
        "408, UNAVAILABLE",
        "425, UNAVAILABLE",
        "429, THROTTLED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "599, UNAVAILABLE",
        // A25
        "204, BAD_ANSWER",
        "205, BAD_ANSWER",
        "304, BAD_ANSWER",
        "202, BAD_ANSWER",
        // A26
        "99, UNAVAILABLE",
        "600, UNAVAILABLE",
        "999, UNAVAILABLE",
        "102, UNAVAILABLE",
        "0, UNAVAILABLE"
    })
    void shouldSayWhatAStatusMeans(int status, Trouble trouble) {
        CallResult.Failed failed = failure(read(batch, status, new byte[0]));

        assertThat(failed.trouble()).isEqualTo(trouble);
        assertThat(failed.detail()).contains(Integer.toString(status), "item");
    }

    @Test
    void shouldBelieveNotFoundOfOneKeyOnly() { // A20
        CallResult notFound = new CallResult.Answered(Map.of("A", new KeyAnswer.Final(new KeyResult.NotFound())), 0);

        assertThat(read(alone, 404, bytes("{}"))).isEqualTo(notFound);
        assertThat(failure(read(batch, 404, bytes("{}"))).trouble()).isEqualTo(Trouble.BATCH_NOT_FOUND);
    }

    @Test
    void shouldTellWhereNothingCameBack() {
        assertThat(failure(reader.read(batch, new HttpAnswer.Broken("reset"))))
                .isEqualTo(new CallResult.Failed(Trouble.UNREACHABLE, "item: reset", Optional.empty()));
        assertThat(failure(reader.read(batch, new HttpAnswer.Broken("timed out", true))))
                .isEqualTo(new CallResult.Failed(Trouble.TIMED_OUT, "item: timed out", Optional.empty()));
        assertThat(failure(reader.read(batch, new HttpAnswer.Unsent("closed"))).trouble())
                .isEqualTo(Trouble.UNSENT);
        assertThat(failure(reader.read(batch, new HttpAnswer.NoToken("no"))).trouble())
                .isEqualTo(Trouble.NO_TOKEN);
    }

    // How long to wait.

    static Stream<Arguments> waits() {
        return Stream.of( // A22
                arguments("none", new String[0], Optional.empty()),
                arguments("zero", new String[] {"0"}, Optional.of(Duration.ZERO)),
                arguments("five", new String[] {" 5 "}, Optional.of(Duration.ofSeconds(5))),
                arguments("very long", new String[] {"1000000000"}, Optional.of(Duration.ofSeconds(1_000_000_000))),
                arguments("digits without end", new String[] {"9".repeat(100)}, Optional.of(Duration.ofDays(365_000))),
                arguments("negative", new String[] {"-1"}, Optional.empty()),
                arguments("a fraction", new String[] {"1.5"}, Optional.empty()),
                arguments("garbage", new String[] {"soon"}, Optional.empty()),
                arguments("blank", new String[] {""}, Optional.empty()),
                arguments("past", new String[] {"Sun, 01 Mar 2026 11:00:00 GMT"}, Optional.of(Duration.ZERO)),
                arguments(
                        "future", new String[] {"Sun, 01 Mar 2026 12:00:30 GMT"}, Optional.of(Duration.ofSeconds(30))),
                arguments("two", new String[] {"1", "2"}, Optional.of(Duration.ofSeconds(2))),
                arguments("one of two", new String[] {"soon", "1"}, Optional.of(Duration.ofSeconds(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waits")
    void shouldUnderstandRetryAfter(String reason, String[] headers, Optional<Duration> wait) {
        assertThat(failure(read(batch, 429, bytes("{}"), headers)).retryAfter()).isEqualTo(wait);
        assertThat(failure(read(batch, 503, bytes("{}"), headers)).retryAfter()).isEqualTo(wait);
    }

    @Test
    void shouldTellAPersonHowLong() {
        assertThat(failure(read(batch, 429, bytes("{\"message\":\"slow down\"}"), "30"))
                        .detail())
                .isEqualTo("429, retry after 30 s from item: {\"message\":\"slow down\"}");
    }

    // What is shown of it.

    @Test
    void shouldShowALittleOfTheBodyAndNothingUnprintable() {
        String detail = failure(read(batch, 500, bytes("line\r\none\u0000\u001b[31m\u202E" + "x".repeat(10_000))))
                .detail();

        assertThat(detail)
                .startsWith("500 from item: line  one\\u0000\\u001b[31m\\u202ex")
                .hasSizeLessThan(300);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void shouldNotShowASecretThatTheApiRepeats(Auth auth) {
        Call call = market.with(auth).items("A", "B");
        String body = "{\"message\":\"" + ".".repeat(150) + "s3cr3t is not valid\"}";

        assertThat(failure(read(call, 401, bytes(body))).detail())
                .contains("***")
                .doesNotContain("s3c");
        assertThat(read(call, array(element(403, body), found("B", 1))).toString())
                .contains("***")
                .doesNotContain("s3c");
    }

    static Stream<Auth> secrets() {
        return Stream.of(
                new Auth.Bearer(new Secret("s3cr3t")),
                new Auth.Basic("me", new Secret("s3cr3t")),
                new Auth.ApiKey(Auth.ApiKey.Place.QUERY, "key", new Secret("s3cr3t")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] in(Charset charset, byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).getBytes(charset);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
