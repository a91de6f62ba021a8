package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Auth;
import java.nio.charset.StandardCharsets;

/** A little of a foreign text, fit for a reason in a row, a log line and a page. */
final class Excerpt {
    private static final int MAX_CHARS = 200;

    /** Far beyond what is shown, so that a secret is recognised that stands on the border. */
    private static final int MAX_BYTES = 16 * 1024;

    private Excerpt() {}

    /** At most 200 characters on one line; what is not printable is escaped, as Postgres could not store all of it. */
    static String of(String text) {
        StringBuilder excerpt = new StringBuilder();
        text.codePoints().limit(MAX_CHARS).forEach(c -> append(excerpt, c));
        return text.length() > MAX_CHARS ? excerpt.append('\u2026').toString() : excerpt.toString();
    }

    /** Of something an API wrote, which may repeat the secret it was asked with. */
    static String of(String text, Auth auth) {
        String secret = secret(auth);
        return of(secret.isEmpty() ? text : text.replace(secret, "***"));
    }

    static String of(byte[] body, Auth auth) {
        return of(new String(body, 0, Math.min(body.length, MAX_BYTES), StandardCharsets.UTF_8), auth);
    }

    private static String secret(Auth auth) {
        if (auth instanceof Auth.Bearer bearer) {
            return bearer.token().reveal();
        }
        if (auth instanceof Auth.ApiKey key) {
            return key.key().reveal();
        }
        if (auth instanceof Auth.Basic basic) {
            return basic.password().reveal();
        }
        return auth instanceof Auth.ClientCredentials client
                ? client.clientSecret().reveal()
                : "";
    }

    private static void append(StringBuilder excerpt, int c) {
        int type = Character.getType(c);
        boolean unprintable = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (c == '\n' || c == '\r' || c == '\t') {
            excerpt.append(' ');
        } else if (unprintable) {
            excerpt.append(String.format("\\u%04x", c));
        } else {
            excerpt.appendCodePoint(c);
        }
    }
}
