package io.multiget.contract.pipeline.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import io.multiget.contract.pipeline.yaml.YamlNode.Sequence;
import io.multiget.contract.pipeline.yaml.YamlNode.Style;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * One value of the file, with its path (such as {@code lookups.item.batch.size}).
 *
 * <p>Each method reads it as one type. A wrong value is reported and read as nothing; the caller goes on with a fallback,
 * so that every error of a file is found in one go.
 */
record Value(String path, YamlNode node, Problems problems) {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,9})(ms|s|m|h|d)");
    private static final Pattern BAD_TILDE = Pattern.compile("~(?![01])");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Resolver YAML_1_1 = new Resolver();
    private static final int LONGEST_TEXT = 1000;

    Position at() {
        return node.at();
    }

    /** Reports this value as wrong. */
    <T> Optional<T> wrong(String what, String why, String mend) {
        problems.add(at(), what, why, mend);
        return Optional.empty();
    }

    private <T> Optional<T> wrongType(String expected, String mend) {
        String found = node instanceof Text text ? text.shown() : node.kind();
        return wrong(path + " is " + found, "expected " + expected, mend);
    }

    /** The text as it stands, whatever is in it. */
    Optional<Text> scalar(String expected) {
        return node instanceof Text text ? Optional.of(text) : wrongType(expected, "write one value");
    }

    /**
     * A text of at least one character, without control characters, that every reader of YAML takes for a text: a bare
     * {@code no} or {@code 1_000} is refused rather than guessed at.
     */
    Optional<String> text() {
        return scalar("a text").flatMap(this::checkText);
    }

    private Optional<String> checkText(Text text) {
        if (text.text().isEmpty() && text.style() != Style.EXPANDED || isAmbiguous(text)) {
            return ambiguous(text);
        }
        if (text.text().isEmpty()) {
            return wrong(path + " is empty", "expected a text", "set the variable, or give it a default");
        }
        if (text.text().length() > LONGEST_TEXT) {
            return wrong(
                    path + " has " + text.text().length() + " characters",
                    "at most " + LONGEST_TEXT + " are read",
                    "write a shorter one");
        }
        if (CONTROL.matcher(text.text()).find()) {
            return wrong(path + " holds a control character", "it would end a header or a line", "take it out");
        }
        return refuseReference(text).map(Text::text);
    }

    /** Reports a text that is empty, or would be another type to other readers. */
    <T> Optional<T> ambiguous(Text text) {
        if (text.text().isBlank()) {
            return wrong(path + " is empty", "expected a text", "write a value");
        }
        String shown = Show.cut(text.text());
        return wrong(
                path + " is " + shown + " without quotes",
                "YAML readers take that for another type than a text",
                "write \"" + shown + "\"");
    }

    static boolean isAmbiguous(Text text) {
        return text.style() == Style.PLAIN
                && !YAML_1_1.resolve(NodeId.scalar, text.text(), true).equals(Tag.STR);
    }

    private Optional<Text> refuseReference(Text text) {
        if (text.style() == Style.EXPANDED || !text.text().contains("${")) {
            return Optional.of(text);
        }
        return wrong(
                "'${' in " + path,
                "variables are read in apis, references in get, query and key",
                "write the value itself");
    }

    /** A whole number in the range, in digits. */
    Optional<Integer> integer(int min, int max) {
        String expected = min == max ? Integer.toString(min) : "a whole number from " + min + " to " + max;
        return number(INTEGER, expected)
                .flatMap(number -> inRange(number, BigDecimal.valueOf(min), BigDecimal.valueOf(max), expected))
                .map(BigDecimal::intValueExact);
    }

    /** A decimal number, without exponent; a whole one where {@code whole}. */
    Optional<BigDecimal> number(boolean whole) {
        return whole ? number(INTEGER, "a whole number") : number(NUMBER, "a number");
    }

    private Optional<BigDecimal> number(Pattern pattern, String expected) {
        return scalar(expected).flatMap(text -> {
            if (text.style() == Style.QUOTED) {
                return wrongType(expected, "write it without quotes");
            }
            boolean matches =
                    text.text().length() <= 40 && pattern.matcher(text.text()).matches();
            return matches
                    ? Optional.of(new BigDecimal(text.text()))
                    : wrongType(expected, "write it in plain digits, such as 1000");
        });
    }

    private Optional<BigDecimal> inRange(BigDecimal number, BigDecimal min, BigDecimal max, String expected) {
        return number.compareTo(min) >= 0 && number.compareTo(max) <= 0
                ? Optional.of(number)
                : wrongType(expected, min.equals(max) ? "write " + min : "choose a value in this range");
    }

    /** {@code true} or {@code false}, and no other word. */
    Optional<Boolean> bool() {
        return scalar("true or false").flatMap(text -> {
            boolean known = text.style() != Style.QUOTED && text.text().matches("true|false");
            return known ? Optional.of(text.text().equals("true")) : wrongType("true or false", "write true or false");
        });
    }

    /** One of the words. */
    <T> Optional<T> choice(Map<String, T> words) {
        String expected = Show.anyOf(words.keySet());
        return scalar(expected).flatMap(text -> {
            Optional<T> chosen = Optional.ofNullable(words.get(text.text()));
            String mend = Show.mend(text.text(), words.keySet(), "write " + expected);
            return chosen.isPresent() ? chosen : wrongType(expected, mend);
        });
    }

    /** A duration in the range, such as {@code 50ms} or {@code 30d}. */
    Optional<Duration> duration(Duration min, Duration max) {
        return scalar("a duration").flatMap(text -> duration(text.text(), min, max));
    }

    /** Reads a part of this value as a duration. */
    Optional<Duration> duration(String text, Duration min, Duration max) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return wrong(
                    path + " has '" + Show.cut(text) + "'",
                    "expected a duration: digits and ms, s, m, h or d",
                    "write 50ms, 30s or 24h");
        }
        Duration duration = UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            return wrong(
                    path + " has " + text,
                    "expected a duration from " + show(min) + " to " + show(max),
                    "choose a value in this range");
        }
        return Optional.of(duration);
    }

    private static String show(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        for (String unit : List.of("d", "h", "m", "s")) {
            long millis = UNITS.get(unit).toMillis();
            if (duration.toMillis() % millis == 0) {
                return duration.toMillis() / millis + unit;
            }
        }
        return duration.toMillis() + "ms";
    }

    /** A JSON Pointer (RFC 6901); the empty one is the whole. */
    Optional<JsonPointer> pointer() {
        return scalar("a JSON Pointer").flatMap(text -> {
            boolean whole = text.text().isEmpty() && text.style() == Style.QUOTED;
            boolean steps = text.text().startsWith("/") && text.text().length() <= LONGEST_TEXT;
            return (whole || steps) && !BAD_TILDE.matcher(text.text()).find()
                    ? Optional.of(JsonPointer.compile(text.text()))
                    : wrongType("a JSON Pointer such as /body/id", pointerMend(text.text()));
        });
    }

    private static String pointerMend(String text) {
        if (text.startsWith("/")) {
            return "write ~0 for '~' and ~1 for '/' in a name";
        }
        return "write '/" + Show.cut(text.replaceFirst("^\\$?\\.", "").replace('.', '/')) + "'";
    }

    /** The values of a list. */
    List<Value> list() {
        if (!(node instanceof Sequence sequence)) {
            wrongType("a list", "write [" + (node instanceof Text text ? Show.cut(text.text()) : "a, b") + "]");
            return List.of();
        }
        List<Value> values = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            values.add(new Value(path, item, problems));
        }
        return values;
    }

    /** A mapping with the keys given. */
    Section section(String... keys) {
        return Section.of(this, keys);
    }

    /** A mapping whose keys are names of the user's choice. */
    List<Named> named() {
        return Section.named(this);
    }

    /** A value and the name it was given. */
    record Named(Text key, Value value) {
        String name() {
            return key.text();
        }

        /** Reports the name as wrong. */
        void wrongName(String what, String why, String mend) {
            value.problems().add(key.at(), what, why, mend);
        }
    }
}
