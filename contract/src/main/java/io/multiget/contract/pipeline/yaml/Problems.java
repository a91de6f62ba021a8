package io.multiget.contract.pipeline.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is said at once. */
final class Problems {
    /** What a person reads before mending and trying again; a file of another kind would yield thousands. */
    private static final int MOST_SHOWN = 100;

    private final String file;
    private final List<PipelineError> errors = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String what, String why, String mend) {
        errors.add(new PipelineError(file, at.line(), at.column(), what, why, mend));
    }

    /** Ends the reading here when anything was wrong so far. */
    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidPipelineException(
                    errors.stream().sorted().limit(MOST_SHOWN).toList());
        }
    }

    /** Adds a last error, after which nothing more can be read. */
    InvalidPipelineException fatal(Position at, String what, String why, String mend) {
        add(at, what, why, mend);
        return new InvalidPipelineException(errors.stream().sorted().toList());
    }
}
