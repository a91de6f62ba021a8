package io.multiget.simulator;

import io.multiget.simulator.catalog.Fate;

/**
 * Something of the catalog, told in answer to a question.
 *
 * @param variant 0 for what the catalog says; another number makes another price of it
 */
record Told<T>(T thing, Fate fate, int variant) {}
