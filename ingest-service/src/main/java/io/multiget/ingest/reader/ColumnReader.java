package io.multiget.ingest.reader;

import com.google.re2j.Pattern;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Normalization;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column's values. Nothing is repaired on the way: what the column does not normalise arrives as it was
 * written, or not at all. The checks in their order: empty, control characters, length, pattern, type, range. Owned by
 * one thread.
 */
final class ColumnReader {
    /** How many different texts are remembered as matching; matching costs more than all the rest. */
    private static final int MOST_REMEMBERED = 256;

    private final Column column;
    private final @Nullable Pattern pattern;
    private final ValueReader values;
    private final Set<String> matched = new HashSet<>();

    ColumnReader(Column column) {
        this.column = column;
        pattern = column.pattern().orElse(null);
        values = ValueReader.of(column);
    }

    Column column() {
        return column;
    }

    /** Puts the value under the column's name, or returns why there is none. */
    @Nullable
    Problem read(String cell, Map<String, Object> columns) {
        String text = normalize(cell);
        if (text.isBlank()) {
            return problem("empty_value", "is empty");
        }
        Problem problem = textProblem(text);
        return problem != null ? problem : values.read(text, columns);
    }

    /** The problem in this column's name. */
    Problem problem(String code, String reason) {
        return new Problem(code, column.name() + ' ' + reason);
    }

    private String normalize(String cell) {
        String text = cell;
        for (Normalization change : column.normalize()) {
            text = change.apply(text);
        }
        return text;
    }

    private @Nullable Problem textProblem(String text) {
        boolean tab = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                tab = true;
            } else if (Printable.isInvisible(c)) {
                return controlCharacter(c, text);
            }
        }
        if (text.length() > column.maxLength()) {
            return problem(
                    "too_long",
                    "has " + text.length() + " characters, " + column.maxLength() + " are allowed: "
                            + Printable.quoted(text));
        }
        if (pattern != null && !matches(pattern, text)) {
            return problem("invalid_" + column.name(), Printable.quoted(text) + " does not match " + pattern);
        }
        // A tab can be typed and seen; where a pattern says what is allowed, the pattern has judged it.
        return tab && pattern == null ? controlCharacter('\t', text) : null;
    }

    private Problem controlCharacter(char c, String text) {
        return problem(
                "control_char",
                String.format("has the invisible character U+%04X: ", (int) c) + Printable.quoted(text));
    }

    private boolean matches(Pattern wanted, String text) {
        if (matched.contains(text)) {
            return true;
        }
        boolean matches = wanted.matches(text);
        if (matches && matched.size() < MOST_REMEMBERED) {
            matched.add(text);
        }
        return matches;
    }
}
