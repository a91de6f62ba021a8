package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.yaml.Value.Named;
import java.util.Map;

/** Checks the names that a file gives to its columns, APIs and lookups. */
final class Names {
    private Names() {}

    /** Reports a name that is not usable, or is taken for something else. */
    static void check(Named named, String what, Map<String, String> taken) {
        String shown = what + " '" + Show.cut(named.name()) + "'";
        String reason = taken.get(named.name());
        if (reason != null) {
            named.wrongName(shown, reason, "choose another name");
        } else if (!Value.isName(named.name())) {
            named.wrongName(
                    shown,
                    "a name has lower case letters, digits and '_', begins with a letter and has at most "
                            + Value.LONGEST_NAME + " characters",
                    "choose such a name");
        }
    }

    static void check(Named named, String what) {
        check(named, what, Map.of());
    }
}
