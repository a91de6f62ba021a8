package io.multiget.enricher.http;

import java.util.Optional;

/** What came back over the wire, not yet understood. */
sealed interface HttpAnswer {
    /**
     * A whole response.
     *
     * @param retryAfter the header as it stands
     */
    record Received(int status, Optional<String> retryAfter, byte[] body) implements HttpAnswer {}

    /** The body was larger than we are willing to hold, in bytes. */
    record TooLarge(long limit) implements HttpAnswer {}

    /** No whole response came: refused, reset, timed out, no such host, bad TLS. */
    record Broken(String reason) implements HttpAnswer {}
}
