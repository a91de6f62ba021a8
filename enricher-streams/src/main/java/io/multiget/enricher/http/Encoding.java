package io.multiget.enricher.http;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Percent-encoding (RFC 3986, section 2.1) of a value, so that a key can change neither path nor query nor host.
 */
public final class Encoding {
    private static final BitSet UNRESERVED = new BitSet();
    private static final BitSet IN_QUERY = new BitSet();

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".toCharArray()) {
            UNRESERVED.set(c);
            IN_QUERY.set(c);
        }
        // Legal in a query and written plainly by the APIs' own documentation.
        IN_QUERY.set(',');
        IN_QUERY.set(':');
    }

    private Encoding() {}

    /** As one segment of a path. */
    public static String inPath(String value) {
        // A segment of dots alone would be taken for "here" or "up" by the one who reads the path.
        return value.equals(".") || value.equals("..") ? value.replace(".", "%2E") : encode(value, UNRESERVED);
    }

    /** As a name or a value of a query. */
    public static String inQuery(String value) {
        return encode(value, IN_QUERY);
    }

    private static String encode(String value, BitSet plain) {
        StringBuilder encoded = new StringBuilder(value.length() + 8);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (plain.get(c)) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                encoded.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
