/**
 * What can be seen of the lookups from outside, as Micrometer's meters. {@code docs/metrics.md} says what each means.
 *
 * <p>Start with {@code PipelineMetrics}, which is told; {@code LookupMetrics} and {@code ApiMetrics} hold the meters.
 */
@NullMarked
package io.multiget.enricher.metrics;

import org.jspecify.annotations.NullMarked;
