package io.multiget.benchmark.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API says about the item of a line, as it is written there. Null where it says nothing. */
public record Item(
        Line line,
        boolean found,
        @Nullable String price,
        @Nullable String startTime,
        @Nullable String categoryId,
        @Nullable String currencyId,
        @Nullable String sellerId) {
    static final List<String> MEMBERS = List.of("id", "price", "start_time", "category_id", "currency_id", "seller_id");

    /** @param values of {@link #MEMBERS}, or null when there is no such item */
    static Item of(Line line, @Nullable String @Nullable [] values) {
        return values == null
                ? new Item(line, false, null, null, null, null, null)
                : new Item(line, true, values[1], values[2], values[3], values[4], values[5]);
    }
}
