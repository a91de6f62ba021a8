package io.multiget.contract.pipeline;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A change that makes equal what the user means to be equal. Independent of the machine's locale. */
public enum Normalization {
    /** Takes white space off both ends. */
    TRIM(String::strip),
    UPPER(text -> text.toUpperCase(Locale.ROOT)),
    LOWER(text -> text.toLowerCase(Locale.ROOT)),
    /** Unicode canonical composition. */
    NFC(text -> Normalizer.normalize(text, Normalizer.Form.NFC));

    private final UnaryOperator<String> change;

    Normalization(UnaryOperator<String> change) {
        this.change = change;
    }

    public String apply(String text) {
        return change.apply(text);
    }
}
