package io.multiget.contract.pipeline;

import java.util.List;

/** Lookups that run in parallel, once the stages before are done. */
public record Stage(List<String> lookups) {
    public Stage {
        lookups = List.copyOf(lookups);
        if (lookups.isEmpty()) {
            throw new IllegalArgumentException("a stage needs a lookup");
        }
    }

    /** Names the stage's processor and store: its lookups, joined by a hyphen (which no lookup's name holds). */
    public String name() {
        return String.join("-", lookups);
    }
}
