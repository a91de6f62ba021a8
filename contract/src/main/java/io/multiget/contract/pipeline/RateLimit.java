package io.multiget.contract.pipeline;

import java.time.Duration;

/** So many calls in any period, evenly spread; written {@code 1500 per 1m}. */
public record RateLimit(int calls, Duration per) {
    public RateLimit {
        if (calls < 1) {
            throw new IllegalArgumentException("rate_limit must allow at least 1 call, was " + calls);
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("rate_limit's period must be positive, was " + per);
        }
    }
}
