package io.multiget.enricher.http;

import java.util.Locale;

/** A promise was broken. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    private Broken(String what) {
        super(what);
    }

    static void when(boolean broken, String format, Object... arguments) {
        if (broken) {
            throw new Broken(String.format(Locale.ROOT, format, arguments));
        }
    }
}
