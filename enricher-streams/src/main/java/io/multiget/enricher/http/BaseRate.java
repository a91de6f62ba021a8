package io.multiget.enricher.http;

/**
 * How often calls fail whoever they are about, as of late: what chance alone does to a key. An estimate on the safe side, as
 * failures weigh twice as much as answers: where a third of the calls fails, it is a half. It is learned from keys that
 * turned out to be innocent, as batches that hold a bad key say nothing of the API. Owned by the engine.
 */
final class BaseRate {
    private static final double WEIGHT_OF_FAILURE = 1.0 / 16;

    /** Bad times are forgotten more slowly than noticed: a few good calls in a row are luck, too. */
    private static final double WEIGHT_OF_ANSWER = 1.0 / 32;

    /** With the usual six attempts, what is rarer cannot make a bad key of a good one; and a hiccup is no bad time. */
    private static final double WORTH_MINDING = 0.1;

    /** What happens by chance to fewer keys than this is no chance. */
    private static final double NEGLIGIBLE = 1e-6;

    private double rate;
    private int outages;

    /** An outage says nothing of the time when the API answers: failures that led to it are no part of the rate. */
    void outage() {
        outages++;
    }

    int outages() {
        return outages;
    }

    void answered() {
        rate -= WEIGHT_OF_ANSWER * rate;
    }

    void failed() {
        rate += WEIGHT_OF_FAILURE * (1 - rate);
    }

    /** Whether a key may have failed so often in a row though nothing is wrong with it. */
    boolean isChance(int failures) {
        return rate > WORTH_MINDING && Math.pow(rate, failures) > NEGLIGIBLE;
    }
}
