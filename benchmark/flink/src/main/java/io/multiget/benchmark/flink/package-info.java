/**
 * The product's work as a Flink job, written to be fast: what the product is measured against.
 *
 * <p>Start with {@link io.multiget.benchmark.flink.FlinkEnrichment}, the command, then {@code EnrichmentJob}, the whole
 * job on a screen. What its asynchronous operators ask is {@link io.multiget.benchmark.work.Lookups}, as the floor does.
 */
@NullMarked
package io.multiget.benchmark.flink;

import org.jspecify.annotations.NullMarked;
