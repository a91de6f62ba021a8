package io.multiget.contract;

import org.jspecify.annotations.Nullable;

/**
 * A record on one of our topics that nobody can read.
 *
 * @param code one word of a closed list
 * @param key the record's key in base64, or null
 * @param value the record's value in base64, or null
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        String code,
        String error,
        @Nullable String key,
        @Nullable String value) {}
