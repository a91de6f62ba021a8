package io.multiget.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the work waits for while nothing is wrong with it.
 *
 * @param on {@code api:<name>} or {@code sink}
 * @param nextTry absent when nobody knows
 */
public record Waiting(
        String on, Instant since, String reason, @Nullable Instant nextTry) {}
