package io.multiget.enricher.http;

import java.nio.charset.StandardCharsets;

/** A little of a foreign text, fit for a reason in a row, a log line and a page. */
final class Excerpt {
    private static final int MAX_CHARS = 200;

    private Excerpt() {}

    /** At most 200 characters on one line; what is not printable is escaped, as Postgres could not store all of it. */
    static String of(String text) {
        StringBuilder excerpt = new StringBuilder();
        text.codePoints().limit(MAX_CHARS).forEach(c -> append(excerpt, c));
        return text.length() > MAX_CHARS ? excerpt.append('\u2026').toString() : excerpt.toString();
    }

    static String of(byte[] body) {
        int length = Math.min(body.length, MAX_CHARS * 4);
        return of(new String(body, 0, length, StandardCharsets.UTF_8));
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
