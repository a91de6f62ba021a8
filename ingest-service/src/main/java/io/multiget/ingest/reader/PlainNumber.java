package io.multiget.ingest.reader;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Numbers as they are written plainly: ASCII digits, perhaps a minus, perhaps a fraction. No plus, no leading zero, no
 * exponent, no grouping: whoever wrote {@code 007} or {@code 1_0} may not have meant a number, and is asked.
 */
final class PlainNumber {
    /** Not a plain number. */
    static final int NONE = 0;

    private static final Pattern SCIENTIFIC = Pattern.compile("-?[0-9]+(\\.[0-9]+)?[eE][+-]?[0-9]+");

    private PlainNumber() {}

    /** How many digits the whole number has, or {@link #NONE}. */
    static int wholeDigits(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int digits = digitsFrom(text, first);
        boolean whole = first + digits == text.length();
        boolean zero = digits > 0 && text.charAt(first) == '0';
        return whole && (!zero || digits == 1 && first == 0) ? digits : NONE;
    }

    /** How many digits the number has, those of its fraction too, or {@link #NONE}. */
    static int digits(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return wholeDigits(text);
        }
        int first = text.startsWith("-") ? 1 : 0;
        int fraction = digitsFrom(text, point + 1);
        boolean ends = fraction > 0 && point + 1 + fraction == text.length();
        int whole = wholeDigits(text.substring(first, point));
        return ends && whole != NONE && text.charAt(first) != '-' ? whole + fraction : NONE;
    }

    /** Whether this is a number in exponent notation, and its magnitude larger than {@code largest}. */
    static boolean isBeyond(String text, BigDecimal largest) {
        if (!SCIENTIFIC.matches(text)) {
            return false;
        }
        try {
            return new BigDecimal(text).abs().compareTo(largest) > 0;
        } catch (NumberFormatException exponentBeyondInt) {
            return text.toLowerCase(Locale.ROOT).indexOf("e-") < 0;
        }
    }

    private static int digitsFrom(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
