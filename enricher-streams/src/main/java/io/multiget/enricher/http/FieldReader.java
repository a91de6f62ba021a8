package io.multiget.enricher.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.Lookup;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a lookup's fields of an answer's body, and lets through only what Postgres can store as declared. */
final class FieldReader {
    /** What Debezium and Postgres agree on without rounding. */
    private static final int MAX_DIGITS = 38;

    /** The longest text that is let into a row, in UTF-16 units. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final int MIN_YEAR = 1;
    private static final int MAX_YEAR = 9999;

    private static final Pattern DECIMAL_TEXT = Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?");

    /** ISO 8601 with an offset, {@code +0100} as well as {@code +01:00}. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** A value that cannot go into the table; the column is in the message. */
    private static final class Unstorable extends Exception {
        private final String code;

        Unstorable(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    private FieldReader() {}

    /** The fields, or why one of them cannot be stored. */
    static KeyResult read(Lookup lookup, JsonNode body) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Field field : lookup.fields()) {
            try {
                fields.put(field.name(), value(field, body.at(field.at())));
            } catch (Unstorable unstorable) {
                return new KeyResult.Failed(unstorable.code, field.name() + ": " + unstorable.getMessage(), 0);
            }
        }
        return new KeyResult.Found(fields);
    }

    private static @Nullable Object value(Field field, JsonNode node) throws Unstorable {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return switch (field.type()) {
            case STRING -> text(node);
            case LONG -> integer(node);
            case DECIMAL -> decimal(node);
            case TIMESTAMP -> timestamp(node);
            case BOOLEAN -> truth(node);
        };
    }

    private static String text(JsonNode node) throws Unstorable {
        if (!node.isTextual() && !isFinite(node)) {
            throw bad(node, "is no text");
        }
        String text = node.asText();
        if (text.length() > MAX_TEXT) {
            throw new Unstorable("too_long", text.length() + " characters, at most " + MAX_TEXT + " are stored");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || isLoneSurrogate(text, i)) {
                throw new Unstorable(
                        "unstorable_char",
                        String.format("character \\u%04x at position %d cannot be stored", (int) c, i + 1));
            }
        }
        return text;
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static Long integer(JsonNode node) throws Unstorable {
        BigDecimal number = number(node);
        if (number.stripTrailingZeros().scale() > 0) {
            throw bad(node, "is no whole number");
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException beyondLong) {
            throw new Unstorable("out_of_range", shown(node) + " is beyond 64 bits");
        }
    }

    private static BigDecimal decimal(JsonNode node) throws Unstorable {
        BigDecimal number = number(node);
        long digits = number.scale() > 0
                ? Math.max(number.precision(), number.scale())
                : (long) number.precision() - number.scale();
        if (digits > MAX_DIGITS) {
            throw new Unstorable("out_of_range", shown(node) + " has more than " + MAX_DIGITS + " digits");
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /** A number, or a text that is exactly one: some APIs write their decimals so. */
    private static BigDecimal number(JsonNode node) throws Unstorable {
        if (isFinite(node)) {
            return node.decimalValue();
        }
        if (node.isTextual() && DECIMAL_TEXT.matcher(node.asText()).matches()) {
            return new BigDecimal(node.asText());
        }
        throw bad(node, "is no number");
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && (!node.isDouble() || Double.isFinite(node.doubleValue()));
    }

    private static String timestamp(JsonNode node) throws Unstorable {
        if (!node.isTextual()) {
            throw new Unstorable("bad_date", shown(node) + " is no date");
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(node.asText(), TIMESTAMP).withOffsetSameInstant(ZoneOffset.UTC);
            if (time.getYear() < MIN_YEAR || time.getYear() > MAX_YEAR) {
                throw new Unstorable("bad_date", shown(node) + " is not between the years 1 and 9999 in UTC");
            }
            return time.toInstant().truncatedTo(ChronoUnit.MICROS).toString();
        } catch (DateTimeException notADate) {
            throw new Unstorable("bad_date", shown(node) + " is no date and time with an offset");
        }
    }

    private static Boolean truth(JsonNode node) throws Unstorable {
        if (!node.isBoolean()) {
            throw bad(node, "is neither true nor false");
        }
        return node.booleanValue();
    }

    private static Unstorable bad(JsonNode node, String what) {
        return new Unstorable("bad_value", shown(node) + " " + what);
    }

    private static String shown(JsonNode node) {
        return Excerpt.of(node.toString());
    }
}
