package io.multiget.benchmark;

/** By the nearest rank. */
final class Quantile {
    private Quantile() {}

    /** @param sorted at least one value, ascending */
    static double of(double[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }
}
