package io.multiget.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What is done to a call that gets no answer of the catalog: a status, a page, a reset or nothing at all.
 *
 * <p>Written {@code 503}, {@code html}, {@code reset} or {@code silence}.
 */
record Treatment(String name, int status) {
    static Treatment parse(String text) {
        return switch (text) {
            case "html", "reset", "silence" -> new Treatment(text, 0);
            default -> new Treatment(text, status(text));
        };
    }

    Reply reply(@Nullable String retryAfter) {
        Reply reply =
                switch (name) {
                    case "html" -> Reply.html();
                    case "reset" -> Reply.delivered(Delivery.RESET);
                    case "silence" -> Reply.delivered(Delivery.SILENCE);
                    default -> Errors.whole(status);
                };
        return retryAfter == null ? reply : reply.retryAfter(retryAfter);
    }

    private static int status(String text) {
        if (!text.matches("[1-9]\\d\\d")) {
            throw new IllegalArgumentException("not a status, html, reset or silence: " + text);
        }
        return Integer.parseInt(text);
    }
}
