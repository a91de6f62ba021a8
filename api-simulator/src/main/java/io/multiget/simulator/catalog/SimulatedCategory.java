package io.multiget.simulator.catalog;

/** A category of a site. */
public record SimulatedCategory(String id, String name) {}
