package io.multiget.simulator.catalog;

/** A maker of the second API; the country is a code of its countries. */
public record SimulatedMaker(String id, String name, String country) {}
