package io.multiget.simulator;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of all calls that is treated differently, written {@code 0.05 of 30s} or {@code 0.2 of 503}; {@code none}.
 *
 * <p>Which calls they are is drawn for each call; unlike the fates it does not depend on the ids.
 *
 * @param ratio 0 to 1
 * @param what what these calls get; null for none
 */
record Share<T>(double ratio, @Nullable T what) {
    private static final Pattern FORM = Pattern.compile("(0|1|0?\\.\\d{1,9}|1\\.0{1,9}) +of +(\\S+)");

    static <T> Share<T> parse(String text, Function<String, T> parser) {
        if (text.equals("none")) {
            return new Share<>(0, null);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a share such as 0.2 of 503, nor none: " + text);
        }
        return new Share<>(Double.parseDouble(form.group(1)), parser.apply(form.group(2)));
    }

    /** What a call gets for which {@code draw}, in [0, 1), was drawn; null for an ordinary one. */
    @Nullable
    T drawn(double draw) {
        return draw < ratio ? what : null;
    }
}
