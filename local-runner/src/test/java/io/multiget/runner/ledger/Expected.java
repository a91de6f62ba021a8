package io.multiget.runner.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has to become of a line. */
public sealed interface Expected {
    /** What an item ends with that nobody was told about in all its attempts. */
    Reason GIVEN_UP = new Reason("item", "retries_exhausted");

    /** A row with these values. */
    record Row(
            String site,
            long id,
            @Nullable BigDecimal price,
            @Nullable Instant startTime,
            @Nullable String name,
            @Nullable String description,
            @Nullable String nickname)
            implements Expected {}

    /** A reason. */
    record Reason(String stage, String code) implements Expected {}
}
