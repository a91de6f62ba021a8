package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonPointer;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values as they stand in an answer's JSON, read through {@link AnswerReader}, as its parser is half of the story. */
class FieldReaderTest {
    private final AnswerReader reader = new AnswerReader(InstantSource.fixed(Instant.EPOCH));

    private KeyResult read(String body, Field... fields) {
        Call call = TestApi.market().with(fields).categories("c");
        HttpAnswer answer = new HttpAnswer.Received(200, List.of(), body.getBytes(StandardCharsets.UTF_8));
        CallResult result = reader.read(call, answer);
        assertThat(result).isInstanceOf(CallResult.Answered.class);
        CallResult.KeyAnswer only = ((CallResult.Answered) result).answers().get("c");
        return ((CallResult.KeyAnswer.Final) only).result();
    }

    private static Field field(ValueType type) {
        return new Field("f", JsonPointer.compile("/f"), type);
    }

    private @Nullable Object value(ValueType type, String json) {
        KeyResult result = read("{\"f\":" + json + "}", field(type));
        assertThat(result).isInstanceOf(KeyResult.Found.class);
        return ((KeyResult.Found) result).fields().get("f");
    }

    static Stream<Arguments> stored() {
        return Stream.of(
                arguments("A13 a number", ValueType.DECIMAL, "12.5", new BigDecimal("12.5")),
                arguments("A13 exact, no double", ValueType.DECIMAL, "0.1000", new BigDecimal("0.1000")),
                arguments("A13 a number in a text", ValueType.DECIMAL, "\"12.5\"", new BigDecimal("12.5")),
                arguments("A13 negative", ValueType.DECIMAL, "-1", new BigDecimal("-1")),
                arguments("A13 zero", ValueType.DECIMAL, "0", new BigDecimal("0")),
                arguments("zero with an exponent", ValueType.DECIMAL, "0e30", new BigDecimal("0")),
                arguments("an exponent", ValueType.DECIMAL, "1.5e3", new BigDecimal("1500")),
                arguments("38 digits", ValueType.DECIMAL, "9".repeat(38), new BigDecimal("9".repeat(38))),
                arguments(
                        "38 decimals", ValueType.DECIMAL, "0." + "3".repeat(38), new BigDecimal("0." + "3".repeat(38))),
                arguments("A16 beyond 32 bits", ValueType.LONG, "3000000007", 3_000_000_007L),
                arguments("largest", ValueType.LONG, "9223372036854775807", Long.MAX_VALUE),
                arguments("smallest", ValueType.LONG, "-9223372036854775808", Long.MIN_VALUE),
                arguments("whole with decimals", ValueType.LONG, "7.00", 7L),
                arguments("whole with an exponent", ValueType.LONG, "7e2", 700L),
                arguments("a whole number in a text", ValueType.LONG, "\"42\"", 42L),
                arguments("A14 emoji", ValueType.STRING, "\"\uD83D\uDE00\"", "\uD83D\uDE00"),
                arguments("A14 emoji, escaped", ValueType.STRING, "\"\\ud83d\\ude00\"", "\uD83D\uDE00"),
                arguments("A14 markup", ValueType.STRING, "\"</script>'; drop\"", "</script>'; drop"),
                arguments("A14 controls but NUL", ValueType.STRING, "\"a\\u0001\\n\"", "a\u0001\n"),
                arguments("an empty text", ValueType.STRING, "\"\"", ""),
                arguments("the longest text", ValueType.STRING, "\"" + "x".repeat(65_536) + "\"", "x".repeat(65_536)),
                arguments("a number as text", ValueType.STRING, "1.50", "1.50"),
                arguments("A15 with Z", ValueType.TIMESTAMP, "\"2017-08-16T01:51:41.000Z\"", "2017-08-16T01:51:41Z"),
                arguments(
                        "A15 an offset", ValueType.TIMESTAMP, "\"2017-08-16T01:51:41-04:00\"", "2017-08-16T05:51:41Z"),
                arguments(
                        "an offset without colon",
                        ValueType.TIMESTAMP,
                        "\"2017-08-16T01:51:41+0130\"",
                        "2017-08-16T00:21:41Z"),
                arguments(
                        "an offset of hours",
                        ValueType.TIMESTAMP,
                        "\"2017-08-16T01:51:41-04\"",
                        "2017-08-16T05:51:41Z"),
                arguments("without seconds", ValueType.TIMESTAMP, "\"2017-08-16T01:51Z\"", "2017-08-16T01:51:00Z"),
                arguments(
                        "microseconds",
                        ValueType.TIMESTAMP,
                        "\"2017-08-16T01:51:41.123456Z\"",
                        "2017-08-16T01:51:41.123456Z"),
                arguments(
                        "what timestamptz has no room for",
                        ValueType.TIMESTAMP,
                        "\"2017-08-16T01:51:41.123456789Z\"",
                        "2017-08-16T01:51:41.123456Z"),
                arguments("29 February", ValueType.TIMESTAMP, "\"2024-02-29T00:00:00Z\"", "2024-02-29T00:00:00Z"),
                arguments("the first year", ValueType.TIMESTAMP, "\"0001-01-01T00:00:00Z\"", "0001-01-01T00:00:00Z"),
                arguments("the last year", ValueType.TIMESTAMP, "\"9999-12-31T23:59:59Z\"", "9999-12-31T23:59:59Z"),
                arguments("true", ValueType.BOOLEAN, "true", true),
                arguments("false", ValueType.BOOLEAN, "false", false));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("stored")
    void shouldStoreExactly(String reason, ValueType type, String json, Object value) {
        assertThat(value(type, json)).isEqualTo(value);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("A12 too large by far", ValueType.DECIMAL, "1e400", "out_of_range"),
                arguments("A12 an exponent of a billion", ValueType.DECIMAL, "1e999999999", "out_of_range"),
                arguments("small by a billion", ValueType.DECIMAL, "1e-999999999", "out_of_range"),
                arguments("A12 not a number", ValueType.DECIMAL, "NaN", "bad_value"),
                arguments("infinite", ValueType.DECIMAL, "-Infinity", "bad_value"),
                arguments("A13 a comma", ValueType.DECIMAL, "\"12,5\"", "bad_value"),
                arguments("A13 true", ValueType.DECIMAL, "true", "bad_value"),
                arguments("A13 39 digits", ValueType.DECIMAL, "9".repeat(39), "out_of_range"),
                arguments("A13 45 digits in a text", ValueType.DECIMAL, "\"" + "9".repeat(45) + "\"", "out_of_range"),
                arguments("39 decimals", ValueType.DECIMAL, "0." + "3".repeat(39), "out_of_range"),
                arguments("an empty text", ValueType.DECIMAL, "\"\"", "bad_value"),
                arguments("blanks around", ValueType.DECIMAL, "\" 1\"", "bad_value"),
                arguments("an exponent in a text", ValueType.DECIMAL, "\"1e5\"", "bad_value"),
                arguments("other digits", ValueType.DECIMAL, "\"\u0661\u0662\"", "bad_value"),
                arguments(
                        "endless digits in a text",
                        ValueType.DECIMAL,
                        "\"" + "9".repeat(1_000_000) + "\"",
                        "bad_value"),
                arguments("an object", ValueType.DECIMAL, "{\"amount\":1}", "bad_value"),
                arguments("an array", ValueType.DECIMAL, "[1]", "bad_value"),
                arguments("beyond 64 bits", ValueType.LONG, "9223372036854775808", "out_of_range"),
                arguments("beyond 64 bits by far", ValueType.LONG, "1e999999999", "out_of_range"),
                arguments("a fraction", ValueType.LONG, "7.5", "bad_value"),
                arguments("a tiny fraction", ValueType.LONG, "1e-999999999", "bad_value"),
                arguments("not a number", ValueType.LONG, "NaN", "bad_value"),
                arguments("a word", ValueType.LONG, "\"seven\"", "bad_value"),
                arguments("A14 NUL", ValueType.STRING, "\"a\\u0000b\"", "unstorable_char"),
                arguments("A14 a lone high surrogate", ValueType.STRING, "\"a\\ud83d\"", "unstorable_char"),
                arguments("A14 a lone low surrogate", ValueType.STRING, "\"\\ude00a\"", "unstorable_char"),
                arguments("two high surrogates", ValueType.STRING, "\"\\ud83d\\ud83d\\ude00\"", "unstorable_char"),
                arguments("A14 too long", ValueType.STRING, "\"" + "x".repeat(65_537) + "\"", "too_long"),
                arguments(
                        "A14 2,000,000 characters", ValueType.STRING, "\"" + "x".repeat(2_000_000) + "\"", "too_long"),
                arguments("an object", ValueType.STRING, "{}", "bad_value"),
                arguments("true", ValueType.STRING, "true", "bad_value"),
                arguments("not a number", ValueType.STRING, "NaN", "bad_value"),
                arguments("A15 no date", ValueType.TIMESTAMP, "\"0000-00-00T00:00:00.000Z\"", "bad_date"),
                arguments("A15 the year 294277", ValueType.TIMESTAMP, "\"+294277-01-01T00:00:00.000Z\"", "bad_date"),
                arguments("A15 24:00", ValueType.TIMESTAMP, "\"2017-08-16T24:00:00Z\"", "bad_date"),
                arguments("A15 a leap second", ValueType.TIMESTAMP, "\"2016-12-31T23:59:60Z\"", "bad_date"),
                arguments("A15 no zone", ValueType.TIMESTAMP, "\"2017-08-16T01:51:41.000\"", "bad_date"),
                arguments("A15 infinity", ValueType.TIMESTAMP, "\"infinity\"", "bad_date"),
                arguments("A15 milliseconds", ValueType.TIMESTAMP, "1502848301000", "bad_date"),
                arguments("30 February", ValueType.TIMESTAMP, "\"2024-02-30T00:00:00Z\"", "bad_date"),
                arguments("29 February 2023", ValueType.TIMESTAMP, "\"2023-02-29T00:00:00Z\"", "bad_date"),
                arguments("before Christ", ValueType.TIMESTAMP, "\"-0044-03-15T00:00:00Z\"", "bad_date"),
                arguments("the year 0 in UTC", ValueType.TIMESTAMP, "\"0001-01-01T00:00:00+01:00\"", "bad_date"),
                arguments("the year 10000 in UTC", ValueType.TIMESTAMP, "\"9999-12-31T23:59:59-01:00\"", "bad_date"),
                arguments(
                        "an offset beyond the earth", ValueType.TIMESTAMP, "\"2017-08-16T01:51:41+25:00\"", "bad_date"),
                arguments("more after it", ValueType.TIMESTAMP, "\"2017-08-16T01:51:41Z or so\"", "bad_date"),
                arguments("a word for a truth", ValueType.BOOLEAN, "\"true\"", "bad_value"),
                arguments("a number for a truth", ValueType.BOOLEAN, "1", "bad_value"));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("refused")
    void shouldRefuse(String reason, ValueType type, String json, String code) {
        KeyResult result = read("{\"f\":" + json + "}", field(type));

        assertThat(result).isInstanceOfSatisfying(KeyResult.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.reason()).startsWith("f: ").hasSizeLessThan(300).doesNotContain("\u0000");
        });
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void shouldKeepNullAndAbsentAsNull(ValueType type) { // A13, A16
        assertThat(value(type, "null")).isNull();
        assertThat(read("{}", field(type))).isEqualTo(read("{\"f\":null}", field(type)));
    }

    @Test
    void shouldReadEveryFieldWhereverItStands() {
        Field name = new Field("name", JsonPointer.compile("/product/names/0"), ValueType.STRING);
        Field price = new Field("price", JsonPointer.compile("/product/price"), ValueType.DECIMAL);

        assertThat(read("{\"product\":{\"names\":[\"lamp\",\"light\"],\"price\":3.20}}", name, price))
                .isEqualTo(new KeyResult.Found(Map.of("name", "lamp", "price", new BigDecimal("3.20"))));
    }

    @Test
    void shouldNotCareForValuesThatNoFieldWants() {
        assertThat(read("{\"f\":1,\"other\":NaN,\"huge\":1e400,\"nul\":\"\\u0000\"}", field(ValueType.LONG)))
                .isEqualTo(new KeyResult.Found(Map.of("f", 1L)));
    }

    @Test
    void shouldRefuseHostileValuesFast() {
        String[] hostile = {"1e999999999", "1e-999999999", "9".repeat(100), "\"" + "9".repeat(5_000_000) + "\""};

        long start = System.nanoTime();
        for (String json : hostile) {
            for (ValueType type : ValueType.values()) {
                read("{\"f\":" + json + "}", field(type));
            }
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
