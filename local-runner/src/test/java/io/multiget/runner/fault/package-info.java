/**
 * The whole system, as real processes, while things go wrong with it: faults and promises are objects, and every promise
 * judges every run. A proxy of our own stands before the broker, Postgres, Connect and the API, so that the wire can be
 * spoiled too.
 *
 * <p>Start with {@code FaultsIT}, then {@code Ordeal}, which is one upload with its faults, and {@code Promises}. {@code Campaign} draws
 * long runs by a seed; {@code src/test/campaign/run} starts it.
 */
@NullMarked
package io.multiget.runner.fault;

import org.jspecify.annotations.NullMarked;
