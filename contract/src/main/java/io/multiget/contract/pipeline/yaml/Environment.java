package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Secret;
import io.multiget.contract.pipeline.yaml.YamlNode.Style;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into a value: {@code ${NAME}} or {@code ${NAME:default}}.
 *
 * <p>A variable set to nothing counts as unset, as compose files pass it on so. What a variable holds is not looked into
 * for further variables.
 */
final class Environment {
    private static final String OPEN = "${";
    private static final Pattern VARIABLE = Pattern.compile("([A-Z][A-Z0-9_]*)(?::(.*))?", Pattern.DOTALL);
    private static final Pattern SECRET = Pattern.compile("\\$\\{[A-Za-z0-9_]+:?\\}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Function<String, @Nullable String> variables;

    Environment(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    /** The value with its variables put in; nothing, and reported, where one cannot be. */
    Optional<Value> expand(Value value) {
        return expand(value, "default");
    }

    private Optional<Value> expand(Value value, String exampleDefault) {
        if (!(value.node() instanceof Text text) || !text.text().contains(OPEN)) {
            return Optional.of(value);
        }
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (int open = text.text().indexOf(OPEN); open >= 0; open = text.text().indexOf(OPEN, from)) {
            int close = text.text().indexOf('}', open);
            Optional<String> variable = close < 0
                    ? unclosed(value, text.at(open))
                    : variable(
                            value, text.at(open), text.text().substring(open + OPEN.length(), close), exampleDefault);
            if (variable.isEmpty()) {
                return Optional.empty();
            }
            expanded.append(text.text(), from, open).append(variable.get());
            from = close + 1;
        }
        expanded.append(text.text().substring(from));
        Text result = new Text(expanded.toString(), Style.EXPANDED, false, text.at(), text.text());
        return Optional.of(new Value(value.path(), result, value.problems()));
    }

    /** A text that must not stand in the file: one variable, whole, without a default; empty if it may be unset. */
    Optional<Secret> secret(Value value) {
        return value.scalar("a variable such as \"${TOKEN}\"")
                .flatMap(
                        text -> SECRET.matcher(text.text()).matches()
                                ? expand(value, "")
                                        .flatMap(v -> v.scalar("a secret"))
                                        .map(found -> new Secret(found.text()))
                                : value.wrong(
                                        value.path() + " is written in the file",
                                        "a file is copied, shown and committed, and the secret with it",
                                        "write \"${NAME}\", or \"${NAME:}\" if it may be unset, and set that environment variable"));
    }

    private Optional<String> variable(Value value, Position at, String inside, String exampleDefault) {
        Matcher matcher = VARIABLE.matcher(inside);
        if (!matcher.matches()) {
            return wrong(
                    value,
                    at,
                    "'${" + Show.cut(inside) + "}' in " + value.path(),
                    "expected an environment variable: upper case letters, digits and '_'",
                    "write ${NAME} or ${NAME:default}");
        }
        String name = matcher.group(1);
        String set = variables.apply(name);
        String found = set == null || set.isEmpty() ? matcher.group(2) : set;
        if (found == null) {
            return wrong(
                    value,
                    at,
                    "environment variable " + Show.cut(name) + " is not set",
                    value.path() + " needs it",
                    "set it, or write ${" + Show.cut(name) + ":" + exampleDefault + "}");
        }
        if (CONTROL.matcher(found).find()) {
            return wrong(
                    value,
                    at,
                    "environment variable " + Show.cut(name) + " holds a line break or another control character",
                    value.path() + " must be one line",
                    "set it without");
        }
        return Optional.of(found);
    }

    private static Optional<String> unclosed(Value value, Position at) {
        return wrong(value, at, "'${' without '}' in " + value.path(), "it begins a variable", "close it");
    }

    private static Optional<String> wrong(Value value, Position at, String what, String why, String mend) {
        value.problems().add(at, what, why, mend);
        return Optional.empty();
    }
}
