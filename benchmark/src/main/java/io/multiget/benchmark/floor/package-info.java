/**
 * The floor under the product's times: the same calls and the same rows, and nothing that would survive a crash.
 *
 * <p>Start with {@link io.multiget.benchmark.floor.Floor}.
 */
@NullMarked
package io.multiget.benchmark.floor;

import org.jspecify.annotations.NullMarked;
