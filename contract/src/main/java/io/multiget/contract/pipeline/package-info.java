/**
 * A pipeline's definition as a value that cannot be wrong: what a line looks like, which lookups enrich it in which
 * stages, and what lands in the table.
 *
 * <p>Start with {@link io.multiget.contract.pipeline.Pipeline}; the sub-package {@code yaml} reads one from a file.
 */
@NullMarked
package io.multiget.contract.pipeline;

import org.jspecify.annotations.NullMarked;
