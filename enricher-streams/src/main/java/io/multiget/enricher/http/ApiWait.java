package io.multiget.enricher.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API that answers nobody at the moment.
 *
 * @param since when it last stopped answering
 * @param reason for a person: the last failure
 * @param nextTry when it is asked next; absent while that call is on its way
 */
public record ApiWait(
        String api, Instant since, String reason, @Nullable Instant nextTry) {}
