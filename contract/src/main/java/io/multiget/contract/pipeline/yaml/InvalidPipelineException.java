package io.multiget.contract.pipeline.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** Pipeline files that cannot be used, with all their errors. The message is the errors, one a line. */
public final class InvalidPipelineException extends RuntimeException {
    private final transient List<PipelineError> errors;

    InvalidPipelineException(List<PipelineError> errors) {
        super(errors.stream().map(PipelineError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** At least one; by file, line and column. */
    public List<PipelineError> errors() {
        return errors;
    }
}
