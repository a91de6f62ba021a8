package io.multiget.enricher.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a question. */
public sealed interface KeyResult {
    /** The API knows the key. */
    record Found(Map<String, @Nullable Object> fields) implements KeyResult {}

    /** The API says that there is no such key. */
    record NotFound() implements KeyResult {}

    /**
     * No usable answer for this key, while the API answers others.
     *
     * @param code one word of the closed list of reject codes
     * @param tries the calls the key was in
     */
    record Failed(String code, String reason, int tries) implements KeyResult {}
}
