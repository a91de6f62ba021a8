package io.multiget.contract.pipeline;

import java.time.Duration;

/**
 * Many keys in one call.
 *
 * @param param the query parameter that carries the keys
 * @param join stands between two keys; a key that holds it is refused
 * @param size the most keys in a call
 * @param linger how long an incomplete batch waits for more keys
 */
public record Batch(String param, String join, int size, Duration linger) {
    public Batch {
        if (size < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, was " + size);
        }
    }
}
