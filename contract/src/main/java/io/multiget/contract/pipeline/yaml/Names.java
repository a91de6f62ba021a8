package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.yaml.Value.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the names that a file gives to its columns, APIs, lookups and its table. */
final class Names {
    /** Postgres cuts a longer identifier, silently and onto another. */
    private static final int LONGEST = 63;

    /** Names become SQL columns, metrics and parts of topics; a hyphen joins them there. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private static final String SYNTAX = "a name has lower case letters, digits and '_', and a letter first";

    private Names() {}

    /** Reports a name that is not usable, or that means something else already. */
    static void check(Named named, String what, Map<String, String> taken) {
        String reason = taken.containsKey(named.name()) ? taken.get(named.name()) : refusal(named.name(), LONGEST);
        if (!reason.isEmpty()) {
            named.wrongName(what + " '" + Show.cut(named.name()) + "'", reason, "choose another name");
        }
    }

    static void check(Named named, String what) {
        check(named, what, Map.of());
    }

    /** Reports more things of a kind than a pipeline can use. */
    static void checkCount(Value value, List<Named> things, String what, int most) {
        if (things.size() > most) {
            value.wrong(
                    value.path() + " has " + things.size() + " " + what,
                    "at most " + most + " are read",
                    "leave some out");
        }
    }

    /** A name for a table. */
    static Optional<String> table(Value value, int roomForEnding) {
        return value.text().flatMap(name -> {
            String reason = refusal(name, LONGEST - roomForEnding);
            return reason.isEmpty()
                    ? Optional.of(name)
                    : value.wrong(value.path() + " is '" + Show.cut(name) + "'", reason, "choose another name");
        });
    }

    /** Why the name cannot be one, or nothing. */
    private static String refusal(String name, int longest) {
        if (!NAME.matcher(name).matches()) {
            return SYNTAX;
        }
        return name.length() <= longest
                ? ""
                : "it has " + name.length() + " characters, and at most " + longest + " fit";
    }
}
