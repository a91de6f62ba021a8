package io.multiget.contract.pipeline;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One column of the input.
 *
 * @param normalize applied in this order before anything is checked
 * @param pattern the whole normalised text must match, in linear time whatever the pattern; absent: any text
 * @param min smallest number allowed, for numeric types; absent: the type's own
 * @param max largest number allowed; absent: the type's own
 * @param maxLength most characters (UTF-16 units) a value may have
 * @param aliases other names a header may use for this column, compared without case
 */
public record Column(
        String name,
        ValueType type,
        List<Normalization> normalize,
        Optional<Pattern> pattern,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        int maxLength,
        List<String> aliases) {
    /** The longest key that is believed when a column does not say. */
    public static final int DEFAULT_MAX_LENGTH = 128;

    public Column {
        normalize = List.copyOf(normalize);
        aliases = List.copyOf(aliases);
    }
}
