package io.multiget.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as it was understood.
 *
 * @param ids as they were asked; one for a plain GET
 * @param attributes the members asked for, null for all
 * @param host the Host header, where a redirect leads away from
 * @param credential the bearer token, or the key of the second API; empty for none
 */
record Call(Endpoint endpoint, List<String> ids, @Nullable String attributes, String host, String credential) {
    static final int MOST_IDS = 20;

    /** A request that is no HTTP, or whose URI cannot be decoded. */
    static final Call UNREADABLE = new Call(Endpoint.OTHER, List.of(), null, "", "");

    /** Why the call cannot be answered, or null when it can. */
    @Nullable
    String fault() {
        if (this == UNREADABLE) {
            return "the request cannot be read";
        }
        if (endpoint.isMultiget() && ids.isEmpty()) {
            return "ids must be given";
        }
        if (ids.size() > MOST_IDS) {
            return "ids must be at most " + MOST_IDS + ", were " + ids.size();
        }
        return null;
    }
}
