/**
 * Turns spooled files into record events, a transaction for each chunk (D5), no faster than they are finished (D4).
 *
 * <p>Start with {@link io.multiget.ingest.split.FinishedLines}.
 */
@NullMarked
package io.multiget.ingest.split;

import org.jspecify.annotations.NullMarked;
