package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code output}: what lands where. */
final class OutputReader {
    /** The columns that every table has (D11). */
    private static final List<String> IMPLICIT = List.of(
            "upload_id", "row", "line", "attempt", "status", "stage", "code", "reason", "raw", "tries", "updated_at");

    private static final Map<String, String> TAKEN = IMPLICIT.stream()
            .collect(Collectors.toMap(Function.identity(), name -> "every table has a column of that name already"));

    /** The table's views, {@code _enriched} and {@code _rejected}, need a name too. */
    private static final int VIEW_ENDING = "_enriched".length();

    private static final int MOST_COLUMNS = 500;
    private static final Map<String, NotFound> NOT_FOUND = InputReader.words(NotFound.values());

    private OutputReader() {}

    /**
     * The output as the file says it.
     *
     * @param tableAt where the table is named
     * @param notFound by lookup
     * @param columns a reference each
     */
    record ReadOutput(String table, Position tableAt, Map<Named, NotFound> notFound, Map<String, Use> columns) {}

    static ReadOutput read(Value value) {
        Section section = value.section("table", "not_found", "columns");
        return new ReadOutput(
                section.require("table")
                        .flatMap(v -> Names.table(v, VIEW_ENDING))
                        .orElse(""),
                section.get("table").map(Value::at).orElse(value.at()),
                section.get("not_found").map(OutputReader::notFound).orElse(Map.of()),
                section.require("columns").map(OutputReader::columns).orElse(Map.of()));
    }

    private static Map<Named, NotFound> notFound(Value value) {
        Map<Named, NotFound> notFound = new LinkedHashMap<>();
        for (Named lookup : value.named()) {
            lookup.value().choice(NOT_FOUND).ifPresent(what -> notFound.put(lookup, what));
        }
        return notFound;
    }

    private static Map<String, Use> columns(Value value) {
        List<Named> named = value.named();
        Names.checkCount(value, named, "columns", MOST_COLUMNS);
        Map<String, Use> columns = new LinkedHashMap<>();
        for (Named column : named) {
            Names.check(column, "column", TAKEN);
            reference(column.value())
                    .ifPresent(r -> columns.put(
                            column.name(),
                            new Use(r, column.value().path(), column.value().at())));
        }
        return columns;
    }

    private static Optional<Reference> reference(Value value) {
        return value.scalar("a column or lookup.field").flatMap(text -> {
            Optional<Reference> reference = TemplateReader.parse(text.text());
            if (reference.isPresent()) {
                return reference;
            }
            String bare = text.text().replaceAll("[${}]", "");
            return value.wrong(
                    value.path() + " is " + text.shown(),
                    "expected a column or lookup.field",
                    TemplateReader.parse(bare).isPresent() ? "write " + bare : "write site or item.price");
        });
    }
}
