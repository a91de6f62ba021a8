package io.multiget.simulator.catalog;

/**
 * Numbers drawn from an id: the stream of a SplitMix64 generator seeded with the id's hash, read at fixed places.
 *
 * <p>Draw {@code n} is {@code mix(hash + n * GAMMA)}; {@link SimulatedCatalog#hash} says what the hash is.
 */
record Draws(long hash) {
    static final long GAMMA = 0x9E3779B97F4A7C15L;

    static Draws of(String id) {
        return new Draws(SimulatedCatalog.hash(id));
    }

    long draw(int place) {
        return mix(hash + place * GAMMA);
    }

    int below(int place, int bound) {
        return (int) Long.remainderUnsigned(draw(place), bound);
    }

    /** In [0, 1), from the 53 highest bits. */
    double share(int place) {
        return (draw(place) >>> 11) * 0x1.0p-53;
    }

    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
