package io.multiget.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An answer, ready to be written.
 *
 * @param headers complete lines with their ends, besides length, type and connection
 * @param body not to be changed by anybody
 * @param pause how long no call may follow, for {@link RetryAfterWatch}; zero where nothing was said
 */
record Reply(
        int status,
        String contentType,
        String headers,
        byte[] body,
        Delivery delivery,
        Duration delay,
        Duration pause) {
    private static final String JSON = "application/json;charset=utf-8";
    private static final byte[] NOTHING = {};
    private static final byte[] PAGE =
            "<!DOCTYPE html><html><body><h1>Volvemos en un momento</h1></body></html>".getBytes(StandardCharsets.UTF_8);

    static Reply json(int status, byte[] body) {
        return new Reply(status, JSON, "", body, Delivery.WHOLE, Duration.ZERO, Duration.ZERO);
    }

    static Reply html() {
        return new Reply(200, "text/html;charset=utf-8", "", PAGE, Delivery.WHOLE, Duration.ZERO, Duration.ZERO);
    }

    static Reply empty(int status) {
        return json(status, NOTHING);
    }

    static Reply delivered(Delivery delivery) {
        return empty(200).by(delivery);
    }

    Reply with(String name, String value) {
        return new Reply(status, contentType, headers + name + ": " + value + "\r\n", body, delivery, delay, pause);
    }

    Reply retryAfter(String value) {
        return retryAfter(value, RetryAfterWatch.pauseOf(value));
    }

    Reply retryAfter(String value, Duration newPause) {
        return with("Retry-After", value).pausing(newPause);
    }

    Reply body(byte[] newBody) {
        return new Reply(status, contentType, headers, newBody, delivery, delay, pause);
    }

    Reply by(Delivery newDelivery) {
        return new Reply(status, contentType, headers, body, newDelivery, delay, pause);
    }

    Reply after(Duration newDelay) {
        return new Reply(status, contentType, headers, body, delivery, newDelay, pause);
    }

    Reply withoutPause() {
        return pausing(Duration.ZERO);
    }

    private Reply pausing(Duration newPause) {
        return new Reply(status, contentType, headers, body, delivery, delay, newPause);
    }

    /** What statistics and log call it: the status, or how the call ended without one. */
    String outcome() {
        return switch (delivery) {
            case RESET, RESET_IN_BODY -> "reset";
            case CLOSE_IN_BODY -> "closed";
            case SILENCE, HEAD_ONLY -> "silence";
            default -> Integer.toString(status);
        };
    }
}
