package io.multiget.contract.pipeline;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect to a connection, TLS included
 * @param idle without a byte arriving, the first one included
 * @param total from sending the request to the answer's last byte
 */
public record Timeouts(Duration connect, Duration idle, Duration total) {
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
}
