package io.multiget.runner.role;

import java.util.Optional;

/** Asks a process for something only a ready one answers. */
@FunctionalInterface
public interface Readiness {
    /** Empty when ready, else what is missing. An answer may take a few seconds. */
    Optional<String> missing();
}
