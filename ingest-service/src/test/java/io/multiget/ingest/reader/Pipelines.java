package io.multiget.ingest.reader;

import com.google.re2j.Pattern;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.Normalization;
import io.multiget.contract.pipeline.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Inputs of pipelines. */
final class Pipelines {
    /** Site and id, as the shipped pipeline has them. */
    static final Input ITEMS = of(
            new Column(
                    "site",
                    ValueType.STRING,
                    List.of(Normalization.TRIM, Normalization.UPPER),
                    Optional.of(Pattern.compile("^ML[A-Z]$")),
                    Optional.empty(),
                    Optional.empty(),
                    Column.DEFAULT_MAX_LENGTH,
                    List.of()),
            new Column(
                    "id",
                    ValueType.LONG,
                    List.of(),
                    Optional.empty(),
                    Optional.of(BigDecimal.ONE),
                    Optional.empty(),
                    Column.DEFAULT_MAX_LENGTH,
                    List.of("item_id")));

    /** The same, of lines like {@code MLA-1}. */
    static final Input ITEMS_BY_PATTERN =
            new Input(ITEMS.columns(), Optional.of(Pattern.compile("(?P<site>[A-Z]+)-(?P<id>.*)")));

    private Pipelines() {}

    static Input of(Column... columns) {
        return new Input(List.of(columns), Optional.empty());
    }

    /** A column without any rule but its type. */
    static Column column(String name, ValueType type) {
        return new Column(
                name,
                type,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Column.DEFAULT_MAX_LENGTH,
                List.of());
    }

    /** A text column that must match. */
    static Column matching(String name, String pattern) {
        return new Column(
                name,
                ValueType.STRING,
                List.of(),
                Optional.of(Pattern.compile(pattern)),
                Optional.empty(),
                Optional.empty(),
                Column.DEFAULT_MAX_LENGTH,
                List.of());
    }
}
