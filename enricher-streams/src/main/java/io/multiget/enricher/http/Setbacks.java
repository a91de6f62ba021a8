package io.multiget.enricher.http;

import org.jspecify.annotations.Nullable;

/**
 * Failed calls of a group of keys, until it is known whose fault they were: the API's, if in the end each part of the group
 * was answered. If a part never is, nothing can be said. Owned by the engine.
 */
final class Setbacks {
    private final BaseRate rate;
    private final @Nullable Setbacks whole;
    private int parts;
    private int failures;
    private int outages;

    private Setbacks(BaseRate rate, @Nullable Setbacks whole) {
        this.rate = rate;
        this.whole = whole;
        this.outages = rate.outages();
    }

    static Setbacks none(BaseRate rate) {
        return new Setbacks(rate, null);
    }

    /** Those of a part of the keys, that are asked by themselves from now on. */
    Setbacks ofPart() {
        parts++;
        return new Setbacks(rate, this);
    }

    void failed() {
        forgetOutage();
        failures++;
    }

    /** Failed calls since the last outage, as far as they are these keys' own and not of a larger group. */
    int failures() {
        forgetOutage();
        return failures;
    }

    /** Nothing will be known of whose fault they were. */
    void forget() {
        failures = 0;
    }

    /** The keys were answered in one call. */
    void overcome() {
        rate.answered();
        acquit();
    }

    private void acquit() {
        forgetOutage();
        for (; failures > 0; failures--) {
            rate.failed();
        }
        if (whole != null && --whole.parts == 0) {
            whole.acquit();
        }
    }

    private void forgetOutage() {
        if (outages != rate.outages()) {
            outages = rate.outages();
            forget();
        }
    }
}
