package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text with references, {@code ${column}} or {@code ${lookup.field}}, and remembers where each stands. */
final class TemplateReader {
    private static final Pattern REFERENCE = Pattern.compile("([a-z][a-z0-9_]*)(?:\\.([a-z][a-z0-9_]*))?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*(:.*)?");

    /** A number that every YAML reader writes back as it stands. */
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]*");

    private static final int LONGEST = 2000;

    private final List<Use> uses = new ArrayList<>();

    /** Every reference read so far. */
    List<Use> uses() {
        return uses;
    }

    /** A template; nothing, and reported, where a reference is not one. */
    Optional<Template> read(Value value) {
        return value.scalar("a text").flatMap(text -> read(value, text));
    }

    private Optional<Template> read(Value value, Text text) {
        String all = text.text();
        if (Value.isAmbiguous(text) && !COUNT.matcher(all).matches()) {
            return value.ambiguous(text);
        }
        if (all.length() > LONGEST || all.chars().anyMatch(Character::isISOControl)) {
            return value.wrong(
                    value.path() + " has " + all.length() + " characters",
                    "at most " + LONGEST + " are read, none of them a control character",
                    "write a shorter one");
        }
        List<Template.Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = all.indexOf("${"); open >= 0; open = all.indexOf("${", from)) {
            int close = all.indexOf('}', open);
            if (close < 0) {
                return wrong(
                        value,
                        text.at(open),
                        "'${' without '}' in " + value.path(),
                        "it begins a reference",
                        "close it");
            }
            literal(parts, all.substring(from, open));
            Optional<Reference> reference = reference(value, text.at(open), all.substring(open + 2, close));
            if (reference.isEmpty()) {
                return Optional.empty();
            }
            parts.add(new Template.Value(reference.get()));
            from = close + 1;
        }
        literal(parts, all.substring(from));
        return Optional.of(new Template(parts));
    }

    private static void literal(List<Template.Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Template.Literal(text));
        }
    }

    private Optional<Reference> reference(Value value, Position at, String inside) {
        Optional<Reference> reference = parse(inside);
        reference.ifPresent(r -> uses.add(new Use(r, value.path(), at)));
        if (reference.isPresent()) {
            return reference;
        }
        String what = "'${" + Show.cut(inside) + "}' in " + value.path();
        return VARIABLE.matcher(inside).matches()
                ? wrong(value, at, what, "environment variables are read in apis only", "name a column or lookup.field")
                : wrong(value, at, what, "it is no reference", "write ${column} or ${lookup.field}");
    }

    /** The reference that the text is, if it is one. */
    static Optional<Reference> parse(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(2) == null
                        ? Reference.column(matcher.group(1))
                        : Reference.field(matcher.group(1), matcher.group(2)));
    }

    private static <T> Optional<T> wrong(Value value, Position at, String what, String why, String mend) {
        value.problems().add(at, what, why, mend);
        return Optional.empty();
    }
}
