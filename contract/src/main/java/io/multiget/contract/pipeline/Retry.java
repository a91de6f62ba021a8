package io.multiget.contract.pipeline;

import java.time.Duration;

/**
 * How often and how soon a key is asked again.
 *
 * @param attempts first try included; only tries made while the API answers other keys count, and after the last of them
 *     it has to answer one more: with a single attempt, too, an outage costs no key its life. Where calls about good keys
 *     fail as well, it takes more
 * @param minBackoff before the second try; doubles each time, with jitter
 * @param maxBackoff what the doubling stops at; an API that answers nobody is tried every few seconds, one call at a time
 */
public record Retry(int attempts, Duration minBackoff, Duration maxBackoff) {
    public static final Retry DEFAULT = new Retry(6, Duration.ofMillis(250), Duration.ofSeconds(30));

    public Retry {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
        }
        if (minBackoff.isNegative() || minBackoff.isZero() || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException(
                    "backoff must be positive and rising, was " + minBackoff + ".." + maxBackoff);
        }
    }
}
