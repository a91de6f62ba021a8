package io.multiget.enricher.metrics;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How long ago a moment of the lookup client's clock was. */
final class Age {
    private static final double NANOS_PER_SECOND = 1e9;

    private Age() {}

    /** Zero when there is no such moment. */
    static double seconds(OptionalLong since, LongSupplier nanos) {
        return since.isPresent() ? Math.max(0, nanos.getAsLong() - since.getAsLong()) / NANOS_PER_SECOND : 0;
    }
}
