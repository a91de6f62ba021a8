package io.multiget.contract.pipeline;

import java.net.URI;
import java.util.Optional;

/** How a call says who asks. */
public sealed interface Auth {
    /** Nobody: no header is sent. Also what an empty token means. */
    record None() implements Auth {}

    /** {@code Authorization: Bearer <token>}. */
    record Bearer(Secret token) implements Auth {}

    /** A key in a header or in a query parameter. */
    record ApiKey(Place in, String name, Secret key) implements Auth {
        /** Where the key is put. */
        public enum Place {
            HEADER,
            QUERY
        }
    }

    /** {@code Authorization: Basic ...} (RFC 7617). */
    record Basic(String user, Secret password) implements Auth {}

    /** OAuth 2 client credentials (RFC 6749, section 4.4); the token is fetched, and fetched anew before it expires. */
    record ClientCredentials(URI tokenUrl, String clientId, Secret clientSecret, Optional<String> scope)
            implements Auth {}
}
