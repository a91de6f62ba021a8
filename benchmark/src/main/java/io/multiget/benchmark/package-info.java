/**
 * How long the whole system takes for a file, what that costs, and what other programs take for the same one.
 *
 * <p>Start with {@link io.multiget.benchmark.Benchmark}, the command; a {@link io.multiget.benchmark.Contender} does the work
 * of a {@link io.multiget.benchmark.Load} and is measured as a {@link io.multiget.benchmark.Result}.
 */
@NullMarked
package io.multiget.benchmark;

import org.jspecify.annotations.NullMarked;
