package io.multiget.contract.pipeline;

import java.net.URI;
import java.util.Optional;

/**
 * An HTTP API and how politely it is asked.
 *
 * @param baseUrl {@code http} or {@code https}, without user information, query or fragment, and without a final slash
 * @param rateLimit over all instances together; absent: unlimited
 * @param concurrency the most calls in flight at once; adapts below it
 * @param allowLinkLocal whether calls may go to a {@link ForbiddenAddress}
 */
public record Api(
        String name,
        URI baseUrl,
        Auth auth,
        Optional<RateLimit> rateLimit,
        int concurrency,
        Retry retry,
        Timeouts timeouts,
        boolean allowLinkLocal) {
    public Api {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1, was " + concurrency);
        }
    }
    /** An API that is on no {@link ForbiddenAddress}. */
    public Api(
            String name,
            URI baseUrl,
            Auth auth,
            Optional<RateLimit> rateLimit,
            int concurrency,
            Retry retry,
            Timeouts timeouts) {
        this(name, baseUrl, auth, rateLimit, concurrency, retry, timeouts, false);
    }
}
