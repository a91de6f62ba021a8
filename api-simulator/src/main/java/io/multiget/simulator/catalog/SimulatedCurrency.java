package io.multiget.simulator.catalog;

/** A currency, its description in Spanish. */
public record SimulatedCurrency(String id, String description, String symbol, int decimalPlaces) {}
