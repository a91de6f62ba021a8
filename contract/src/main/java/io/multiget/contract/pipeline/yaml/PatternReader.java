package io.multiget.contract.pipeline.yaml;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Reads a regular expression in RE2's syntax, which has no look-around and no back references, and takes time linear in
 * the text: {@code (a+)+$} is harmless in it. What can still grow is the compiled program, {@code ((a{99}){99}){99}}; it
 * is estimated before it is compiled.
 */
final class PatternReader {
    private static final int LONGEST = 1000;

    /** Time is text length times this, at worst: about a second for the longest line. */
    private static final int LARGEST_PROGRAM = 2000;

    private static final String REPEAT_SYNTAX = "\\{[0-9]+(?:,[0-9]*)?\\}";
    private static final java.util.regex.Pattern REPEAT = java.util.regex.Pattern.compile(REPEAT_SYNTAX);
    private static final java.util.regex.Pattern PIECE = java.util.regex.Pattern.compile(
            String.join(
                    "|",
                    "\\\\[xpP]\\{[^}]*\\}",
                    "\\\\.",
                    REPEAT_SYNTAX,
                    // A bracket that comes first in a class stands for itself; [:alpha:] in a class is a class of its
                    // own.
                    "\\[\\^?\\]?(?:\\\\.|\\[:\\^?[a-z]+:\\]|[^\\]\\\\])*+\\]"),
            java.util.regex.Pattern.DOTALL);

    private PatternReader() {}

    static Optional<Pattern> read(Value value) {
        return value.scalar("a regular expression").flatMap(text -> read(value, text.text()));
    }

    private static Optional<Pattern> read(Value value, String regex) {
        if (regex.isEmpty()) {
            return value.wrong(value.path() + " is empty", "it would match nothing", "write a pattern, or take it out");
        }
        if (regex.length() > LONGEST || size(regex) > LARGEST_PROGRAM) {
            return value.wrong(
                    value.path() + " is '" + Show.cut(regex) + "'",
                    "it is too large: at most " + LONGEST + " characters, and " + LARGEST_PROGRAM
                            + " steps with all repeats written out",
                    "repeat less; max_length bounds a value's length");
        }
        if (regex.contains("\\Q")) {
            return value.wrong(value.path() + " has \\Q", "its length cannot be told here", "escape each character");
        }
        try {
            return Optional.of(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            return value.wrong(
                    value.path() + " is '" + Show.cut(regex) + "'",
                    "it is not a regular expression of RE2: " + Show.cut(e.getDescription()),
                    "see github.com/google/re2/wiki/Syntax (no look-around, no back references)");
        }
    }

    /**
     * At least as many steps as the compiled program has: one or two for each character, times every {@code {n,m}} around
     * it. A syntax error is left for RE2 to find.
     */
    static long size(String regex) {
        Deque<Long> before = new ArrayDeque<>();
        long group = 2;
        long last = 0;
        for (int i = 0; i < regex.length(); i = end(regex, i)) {
            char c = regex.charAt(i);
            if (c == '(') {
                before.push(group + last);
                group = 2;
                last = 0;
            } else if (c == ')' && !before.isEmpty()) {
                last += group;
                group = before.pop();
            } else if (c == '{'
                    && REPEAT.matcher(regex).region(i, regex.length()).lookingAt()) {
                last = Math.min(LARGEST_PROGRAM + 1L, 2 * last * repeats(regex.substring(i + 1, end(regex, i) - 1)));
            } else {
                group += last;
                last = 2;
            }
        }
        return group + last + before.stream().mapToLong(Long::longValue).sum();
    }

    /** Where the piece that begins at {@code i} ends: an escape, a class and a repeat are one piece. */
    private static int end(String regex, int i) {
        Matcher piece = PIECE.matcher(regex).region(i, regex.length());
        return piece.lookingAt() ? piece.end() : i + 1;
    }

    private static long repeats(String counts) {
        return Stream.of(counts.split(","))
                .mapToLong(count -> count.length() > 4 ? LARGEST_PROGRAM : 1 + Long.parseLong(count))
                .max()
                .orElse(1);
    }
}
