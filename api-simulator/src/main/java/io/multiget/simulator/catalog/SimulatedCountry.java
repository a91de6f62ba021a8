package io.multiget.simulator.catalog;

/** A country of the second API. */
public record SimulatedCountry(String code, String name, String continent) {}
