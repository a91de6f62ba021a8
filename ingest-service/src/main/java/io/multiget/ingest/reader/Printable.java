package io.multiget.ingest.reader;

import java.util.Locale;

/** Foreign text made fit to be stored and shown: what cannot be seen, or bends what is around it, is escaped. */
final class Printable {
    private static final int LONGEST_QUOTE = 200;

    private Printable() {}

    /**
     * Writes all that is {@link #isInvisible} and every lone surrogate like {@code \u0000}. Backslashes stay as they
     * are: the result is for eyes, not to be read back.
     */
    static String escape(CharSequence text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                escaped.append(c).append(text.charAt(++i));
            } else if (c != '\t' && isInvisible(c) || Character.isSurrogate(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The text in quotes, escaped, and cut where it is long. */
    static String quoted(String text) {
        if (text.length() <= LONGEST_QUOTE) {
            return '"' + escape(text) + '"';
        }
        StringBuilder start = cut(new StringBuilder(text), LONGEST_QUOTE);
        return '"' + escape(start) + "\u2026\"";
    }

    /** Leaves at most so many characters, and no half pair of surrogates. */
    static StringBuilder cut(StringBuilder text, int length) {
        if (text.length() > length) {
            text.setLength(isPair(text, length - 1) ? length - 1 : length);
        }
        return text;
    }

    /** Control characters (the tab too), bidirectional controls, zero-width characters and line separators. */
    static boolean isInvisible(char c) {
        if (c < 0x80) {
            return c < ' ' || c == 0x7F;
        }
        return c < 0xA0
                || c == '\u00AD'
                || c == '\u061C'
                || c == '\u180E'
                || c >= '\u200B' && c <= '\u200F'
                || c >= '\u2028' && c <= '\u202E'
                || c >= '\u2060' && c <= '\u206F'
                || c == '\uFEFF'
                || c >= '\uFFF9' && c <= '\uFFFB';
    }

    /** Whether the character at {@code i} is the first half of a whole surrogate pair. */
    static boolean isPair(CharSequence text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
