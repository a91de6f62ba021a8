package io.multiget.simulator.catalog;

/**
 * How large the simulated world is. Two processes with equal settings recompute equal answers.
 *
 * @param categories distinct categories of a site; more of them means more calls in the second stage
 * @param currencies distinct currencies of the items, at most {@link SimulatedCatalog#CURRENCIES}
 * @param sellers distinct sellers over all sites; with more sellers than items a seller cache is of no use
 * @param missing share of the ordinary items and products that are not found, 0 to 1
 */
public record CatalogSettings(int categories, int currencies, int sellers, double missing) {
    /** A real file of ids, two years old, has about a third of items that are gone. */
    public static final CatalogSettings DEFAULT = new CatalogSettings(1000, 8, 10_000, 0.3);

    private static final int MOST_CATEGORIES = 1_000_000;
    private static final int MOST_SELLERS = 1_000_000_000;

    public CatalogSettings {
        requireIn("categories", 1, MOST_CATEGORIES, categories);
        requireIn("currencies", 1, SimulatedCatalog.CURRENCIES, currencies);
        requireIn("sellers", 1, MOST_SELLERS, sellers);
        if (!(missing >= 0 && missing <= 1)) {
            throw new IllegalArgumentException("missing must be in 0..1, was " + missing);
        }
    }

    private static void requireIn(String name, int least, int most, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be in " + least + ".." + most + ", was " + value);
        }
    }
}
