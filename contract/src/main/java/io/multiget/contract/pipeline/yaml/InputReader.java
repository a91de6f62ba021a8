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
        List<Named> named = value.named();
        Names.checkCount(value, named, "columns", MOST_COLUMNS);
        List<Column> columns = new ArrayList<>();
        Headers headers = new Headers(value.problems());
        for (Named column : named) {
            Names.check(column, "column");
            headers.claim(column.name(), column.name(), column.key().at());
            columns.add(column(column, headers));
        }
        return columns;
    }

    private static Column column(Named named, Headers headers) {
        Section section = named.value().section("type", "normalize", "pattern", "min", "max", "max_length", "aliases");
        Optional<ValueType> type = section.require("type").flatMap(v -> v.choice(TYPES));
        Optional<BigDecimal> min = section.get("min").flatMap(v -> bound(v, type));
        Optional<BigDecimal> max = section.get("max").flatMap(v -> bound(v, type));
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            String what = named.value().path() + " has min " + min.get() + " and max " + max.get();
            section.get("max").ifPresent(v -> v.wrong(what, "no value is between them", "swap them"));
        }
        return new Column(
                named.name(),
                type.orElse(ValueType.STRING),
                section.get("normalize").map(InputReader::normalizations).orElse(List.of()),
                section.get("pattern").flatMap(PatternReader::read),
                min,
                max,
                section.get("max_length")
                        .flatMap(v -> v.integer(1, LONGEST_VALUE))
                        .orElse(Column.DEFAULT_MAX_LENGTH),
                section.get("aliases")
                        .map(v -> aliases(v, named.name(), headers))
                        .orElse(List.of()));
    }

    /** A bound, of a type that has them; a type that was refused has them too. */
    private static Optional<BigDecimal> bound(Value value, Optional<ValueType> type) {
        if (type.isPresent() && !NUMERIC.contains(type.get())) {
            return value.wrong(
                    value.path() + " on a column of type " + type.get().name().toLowerCase(Locale.ROOT),
                    "only long and decimal have it",
                    "take it out; pattern and max_length bound a text");
        }
        boolean whole = type.equals(Optional.of(ValueType.LONG));
        return value.number(whole)
                .flatMap(bound -> !whole || isLong(bound)
                        ? Optional.of(bound)
                        : value.wrong(
                                value.path() + " is " + bound,
                                "a long is from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE,
                                "take it out, or use type decimal"));
    }

    private static boolean isLong(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
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

    private static List<String> aliases(Value value, String column, Headers headers) {
        List<String> aliases = new ArrayList<>();
        for (Value item : value.list()) {
            item.text().map(String::strip).ifPresent(alias -> {
                aliases.add(alias);
                headers.claim(alias, column, item.at());
            });
        }
        return aliases;
    }

    /** Which column answers to which header. */
    private record Headers(Map<String, String> owners, Problems problems) {
        Headers(Problems problems) {
            this(new HashMap<>(), problems);
        }

        void claim(String header, String column, Position at) {
            String owner = owners.putIfAbsent(header.toLowerCase(Locale.ROOT), column);
            if (owner != null) {
                problems.add(
                        at,
                        "header '" + Show.cut(header) + "'",
                        "column '" + Show.cut(owner) + "' answers to it already, and headers are compared without case",
                        "keep one");
            }
        }
    }

    private static void checkGroups(Pattern pattern, List<Column> columns, Value line) {
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> groups = new TreeSet<>(pattern.namedGroups().keySet());
        groups.stream()
                .filter(group -> !names.contains(group))
                .forEach(group -> line.wrong(
                        "group '" + Show.cut(group) + "' in " + line.path(),
                        "no column has that name",
                        Show.mend(group, names, "name a column, or leave it unnamed")));
        names.stream()
                .filter(name -> !groups.contains(name))
                .forEach(name -> line.wrong(
                        line.path() + " has no group '" + Show.cut(name) + "'",
                        "every column needs its part of the line",
                        "add (?P<" + Show.cut(name) + ">...)"));
    }
}
