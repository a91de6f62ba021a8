package io.multiget.simulator.catalog;

/** A seller. */
public record SimulatedUser(long id, String nickname, String countryId, String siteId) {}
