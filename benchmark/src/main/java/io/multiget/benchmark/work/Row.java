package io.multiget.benchmark.work;

import org.jspecify.annotations.Nullable;

/** A row of the table. Null as in the table. */
public record Row(
        long row,
        String site,
        long id,
        String status,
        @Nullable String stage,
        @Nullable String code,
        @Nullable String price,
        @Nullable String startTime,
        @Nullable String name,
        @Nullable String description,
        @Nullable String nickname) {
    static Row notFound(Line line) {
        return new Row(
                line.row(), line.site(), line.id(), "rejected", "item", "not_found", null, null, null, null, null);
    }

    static Row enriched(Item item, @Nullable String name, @Nullable String description, @Nullable String nickname) {
        Line line = item.line();
        return new Row(
                line.row(),
                line.site(),
                line.id(),
                "enriched",
                null,
                null,
                item.price(),
                item.startTime(),
                name,
                description,
                nickname);
    }
}
