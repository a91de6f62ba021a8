/**
 * The topology's processors and their stores: a line comes in, each stage fills in what its lookups found, and one
 * outcome goes out.
 *
 * <p>Start with {@code Enrichment}, the thing being built, and {@code LookupStageProcessor}, which waits for answers
 * without blocking.
 */
@NullMarked
package io.multiget.enricher.lookup;

import org.jspecify.annotations.NullMarked;
