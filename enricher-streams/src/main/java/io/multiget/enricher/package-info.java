/**
 * The enricher: one Kafka Streams application a pipeline.
 *
 * <p>Read {@code EnricherApplication}, {@code EnricherSettings} and {@code EnricherTopology} first, then the {@code
 * lookup} package (what a task does) and the {@code http} package (how the APIs are asked). The {@code metrics} package
 * shows both from outside.
 */
@NullMarked
package io.multiget.enricher;

import org.jspecify.annotations.NullMarked;
