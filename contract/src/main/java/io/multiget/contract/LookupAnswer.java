package io.multiget.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an API said about a key, to be believed for a while. Errors never become one.
 *
 * @param found false: there is no such key
 * @param fields the lookup's fields by name, types as in {@link RecordEvent#columns()}; empty when not found
 * @param at when it was said, in epoch milliseconds
 */
public record LookupAnswer(boolean found, Map<String, @Nullable Object> fields, long at) {
    public LookupAnswer {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static LookupAnswer found(Map<String, @Nullable Object> fields, long at) {
        return new LookupAnswer(true, fields, at);
    }

    public static LookupAnswer notFound(long at) {
        return new LookupAnswer(false, Map.of(), at);
    }
}
