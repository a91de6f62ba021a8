package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Lookup;
import java.util.List;

/**
 * One HTTP request about one or more keys.
 *
 * @param keys in the order in which they stand in the URL
 */
record Call(Api api, Lookup lookup, String path, String query, List<String> keys) {
    Call {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a call needs a key");
        }
    }
}
