package io.multiget.contract.pipeline.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is said at once. */
final class Problems {
    /** More than a person mends before trying again. Ends the reading, for a hostile file could hold a million. */
    private static final int MOST = 100;

    private final String file;
    private final List<PipelineError> errors = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    /**
     * Adds an error, with which the reading goes on.
     *
     * @throws InvalidPipelineException if there are too many by now
     */
    void add(Position at, String what, String why, String mend) {
        errors.add(new PipelineError(file, at.line(), at.column(), what, why, mend));
        if (errors.size() >= MOST) {
            throwIfAny();
        }
    }

    /** Ends the reading here when anything was wrong so far. */
    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidPipelineException(errors.stream().sorted().toList());
        }
    }

    /** Adds an error after which nothing more can be read, and gives the exception to throw. */
    InvalidPipelineException fatal(Position at, String what, String why, String mend) {
        errors.add(new PipelineError(file, at.line(), at.column(), what, why, mend));
        return new InvalidPipelineException(errors.stream().sorted().toList());
    }
}
