package io.multiget.enricher.http;

import java.util.List;

/** What came back over the wire, not yet understood. */
sealed interface HttpAnswer {
    /**
     * A whole response.
     *
     * @param retryAfter the headers of that name as they stand, one as a rule
     */
    record Received(int status, List<String> retryAfter, byte[] body) implements HttpAnswer {}

    /** The body was larger than we are willing to hold, in bytes. */
    record TooLarge(long limit) implements HttpAnswer {}

    /**
     * No whole response came: refused, reset, timed out, no such host, bad TLS.
     *
     * @param timedOut whether it took too long
     */
    record Broken(String reason, boolean timedOut) implements HttpAnswer {
        Broken(String reason) {
            this(reason, false);
        }
    }

    /**
     * The API has most likely not looked at the call, and may be asked again at once: the kept connection had been
     * closed, or the token had run out.
     */
    record Unsent(String reason) implements HttpAnswer {}

    /** There is no token to make the call with. */
    record NoToken(String reason) implements HttpAnswer {}
}
