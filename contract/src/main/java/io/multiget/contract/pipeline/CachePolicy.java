package io.multiget.contract.pipeline;

import java.time.Duration;

/**
 * How long an answer is believed.
 *
 * @param ttl of what was found
 * @param negativeTtl of "not found"
 */
public record CachePolicy(Duration ttl, Duration negativeTtl) {
    public static final CachePolicy DEFAULT = new CachePolicy(Duration.ofHours(24), Duration.ofHours(1));
}
