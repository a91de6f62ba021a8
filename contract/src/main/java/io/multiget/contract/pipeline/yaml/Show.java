package io.multiget.contract.pipeline.yaml;

import java.util.Collection;
import java.util.stream.Collectors;

/** How a file's text is shown in a message: on one line, and not at any length. */
final class Show {
    private static final int LONGEST = 60;
    private static final int MOST_NAMES = 20;

    private Show() {}

    /** The text, cut and without control characters. */
    static String cut(String text) {
        String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD");
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "...";
    }

    /** {@code a, b or c}. */
    static String anyOf(Collection<String> names) {
        return list(names, " or ");
    }

    /** {@code a, b and c}. */
    static String allOf(Collection<String> names) {
        return list(names, " and ");
    }

    private static String list(Collection<String> names, String lastJoin) {
        if (names.isEmpty()) {
            return "nothing";
        }
        String joined = names.stream().limit(MOST_NAMES).map(Show::cut).collect(Collectors.joining(", "));
        int last = joined.lastIndexOf(", ");
        if (names.size() > MOST_NAMES) {
            return joined + " ...";
        }
        return last < 0 ? joined : joined.substring(0, last) + lastJoin + joined.substring(last + 2);
    }

    /** {@code did you mean 'x'?} when a name is near, otherwise {@code instead}. */
    static String mend(String wrong, Collection<String> names, String instead) {
        return DidYouMean.nearest(wrong, names)
                .map(name -> "did you mean '" + name + "'?")
                .orElse(instead);
    }
}
