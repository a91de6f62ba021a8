package io.multiget.simulator.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the API says about an item.
 *
 * @param price null when absent, null, or written as something that is no number (the {@link Fate} says which)
 * @param startTime null when absent or no time; whole seconds
 * @param categoryId null for {@link Fate#NULL_CATEGORY}
 * @param sellerId above the range of an int for one seller in eight
 */
public record SimulatedItem(
        String id,
        String siteId,
        @Nullable BigDecimal price,
        @Nullable Instant startTime,
        @Nullable String categoryId,
        String currencyId,
        long sellerId) {}
