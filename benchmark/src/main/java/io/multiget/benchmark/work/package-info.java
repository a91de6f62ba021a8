/**
 * The work itself, lines in and rows out, as the floor and the Flink job have it in common: so they differ in nothing but
 * in what carries the lines.
 *
 * <p>Start with {@link io.multiget.benchmark.work.Lookups}; {@code Api} sends the calls, {@code Answers} reads them.
 */
@NullMarked
package io.multiget.benchmark.work;

import org.jspecify.annotations.NullMarked;
