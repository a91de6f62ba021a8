/**
 * What the simulated API knows: pure functions of an id, without a server, so that any process can recompute an answer.
 *
 * <p>Start with {@link io.multiget.simulator.catalog.SimulatedCatalog} for the answers and with
 * {@link io.multiget.simulator.catalog.Fate} for the ids whose answers go wrong.
 */
@NullMarked
package io.multiget.simulator.catalog;

import org.jspecify.annotations.NullMarked;
