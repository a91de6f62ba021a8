package io.multiget.contract.pipeline.yaml;

import com.google.re2j.Pattern;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.Normalization;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code input}: the columns of a file. */
final class InputReader {
    static final Map<String, ValueType> TYPES = words(ValueType.values());
    private static final Map<String, Normalization> NORMALIZATIONS = words(Normalization.values());

    /** A line has no more cells that are looked at. */
    private static final int MOST_COLUMNS = 64;

    /** The longest line that is read. */
    private static final int LONGEST_VALUE = 65536;

    private static final Set<ValueType> NUMERIC = Set.of(ValueType.LONG, ValueType.DECIMAL);
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private InputReader() {}

    /** The constants by the words that files use for them. */
    static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return words;
    }

    static Optional<Input> read(Value value) {
        Section section = value.section("columns", "line");
        List<Column> columns =
                section.require("columns").map(InputReader::columns).orElse(List.of());
        Optional<Value> line = section.get("line");
        Optional<Pattern> pattern = line.flatMap(PatternReader::read);
        pattern.ifPresent(p -> checkGroups(p, columns, line.orElseThrow()));
        return columns.isEmpty() ? Optional.empty() : Optional.of(new Input(columns, pattern));
    }

    private static List<Column> columns(Value value) {
        List<Column> columns = new ArrayList<>();
        Map<String, String> headers = new HashMap<>();
        for (Named named : value.named()) {
            Names.check(named, "column");
            claim(headers, named.name(), named, named.name());
            columns.add(column(named, headers));
        }
        if (columns.size() > MOST_COLUMNS) {
            return value.<List<Column>>wrong(
                            value.path() + " has " + columns.size() + " columns",
                            "at most " + MOST_COLUMNS + " are read",
                            "leave out what no lookup and no output needs")
                    .orElse(columns);
        }
        return columns;
    }

    private static Column column(Named named, Map<String, String> headers) {
        Section section = named.value().section("type", "normalize", "pattern", "min", "max", "max_length", "aliases");
        ValueType type = section.require("type").flatMap(v -> v.choice(TYPES)).orElse(ValueType.STRING);
        Optional<BigDecimal> min = section.get("min").flatMap(v -> bound(v, section, type));
        Optional<BigDecimal> max = section.get("max").flatMap(v -> bound(v, section, type));
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            section.get("max")
                    .orElseThrow()
                    .wrong(
                            named.value().path() + " has min " + min.get() + " and max " + max.get(),
                            "no value is between them",
                            "swap them");
        }
        return new Column(
                named.name(),
                type,
                section.get("normalize").map(InputReader::normalizations).orElse(List.of()),
                section.get("pattern").flatMap(PatternReader::read),
                min,
                max,
                section.get("max_length")
                        .flatMap(v -> v.integer(1, LONGEST_VALUE))
                        .orElse(Column.DEFAULT_MAX_LENGTH),
                section.get("aliases").map(v -> aliases(v, named, headers)).orElse(List.of()));
    }

    private static Optional<BigDecimal> bound(Value value, Section column, ValueType type) {
        boolean typed = column.get("type")
                .flatMap(v -> v.scalar("a type"))
                .filter(t -> TYPES.containsKey(t.text()))
                .isPresent();
        if (typed && !NUMERIC.contains(type)) {
            return value.wrong(
                    value.path() + " on a column of type " + type.name().toLowerCase(Locale.ROOT),
                    "only long and decimal have it",
                    "take it out; pattern and max_length bound a text");
        }
        Optional<BigDecimal> bound = value.number(type == ValueType.LONG);
        if (type == ValueType.LONG
                && bound.filter(b -> b.compareTo(MIN_LONG) < 0 || b.compareTo(MAX_LONG) > 0)
                        .isPresent()) {
            return value.wrong(
                    value.path() + " is " + bound.get(),
                    "a long is from " + MIN_LONG + " to " + MAX_LONG,
                    "take it out, or use type decimal");
        }
        return bound;
    }

    private static List<Normalization> normalizations(Value value) {
        List<Normalization> normalizations = new ArrayList<>();
        for (Value item : value.list()) {
            item.choice(NORMALIZATIONS).ifPresent(n -> {
                if (normalizations.contains(n)) {
                    item.wrong(
                            value.path() + " names " + n.name().toLowerCase(Locale.ROOT) + " twice",
                            "once is enough",
                            "take one out");
                }
                normalizations.add(n);
            });
        }
        if (normalizations.containsAll(List.of(Normalization.UPPER, Normalization.LOWER))) {
            value.wrong(value.path() + " has upper and lower", "the second undoes the first", "keep one");
        }
        return normalizations;
    }

    private static List<String> aliases(Value value, Named column, Map<String, String> headers) {
        List<String> aliases = new ArrayList<>();
        for (Value item : value.list()) {
            item.text().map(String::strip).ifPresent(alias -> {
                aliases.add(alias);
                claim(
                        headers,
                        alias,
                        new Named(new YamlNode.Text(alias, YamlNode.Style.QUOTED, false, item.at(), ""), item),
                        column.name());
            });
        }
        return aliases;
    }

    /** Reports a header that two columns, or one column twice, would answer to. */
    private static void claim(Map<String, String> headers, String header, Named place, String column) {
        String owner = headers.putIfAbsent(header.strip().toLowerCase(Locale.ROOT), column);
        if (owner != null) {
            place.wrongName(
                    "header '" + Show.cut(header) + "'",
                    "column '" + owner + "' answers to it already, and headers are compared without case",
                    "keep one");
        }
    }

    private static void checkGroups(Pattern pattern, List<Column> columns, Value line) {
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> groups = new TreeMap<>(pattern.namedGroups()).navigableKeySet();
        for (String group : groups) {
            if (!names.contains(group)) {
                line.wrong(
                        "group '" + Show.cut(group) + "' in " + line.path(),
                        "no column has that name",
                        Show.mend(group, names, "name a column, or leave it unnamed"));
            }
        }
        for (String name : names) {
            if (!groups.contains(name)) {
                line.wrong(
                        line.path() + " has no group '" + name + "'",
                        "every column needs its part of the line",
                        "add (?P<" + name + ">...)");
            }
        }
    }
}
