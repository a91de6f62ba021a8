package io.multiget.simulator.catalog;

import java.time.LocalDate;

/** A product of the second API. */
public record SimulatedProduct(String sku, String title, String makerId, LocalDate released) {}
