package io.multiget.contract.pipeline.yaml;

import java.util.Comparator;

/**
 * One thing that is wrong with a pipeline file. Never holds a secret's text.
 *
 * @param file as it was given
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1, in characters; 0 where the file as a whole is meant
 * @param what is wrong, with the place in the pipeline and the value
 * @param why it is wrong
 * @param mend what to write instead
 */
public record PipelineError(String file, int line, int column, String what, String why, String mend)
        implements Comparable<PipelineError> {
    private static final Comparator<PipelineError> BY_PLACE = Comparator.comparing(PipelineError::file)
            .thenComparingInt(PipelineError::line)
            .thenComparingInt(PipelineError::column);

    /** By file, line and column; errors of one place are equal in this order, though not to {@code equals}. */
    @Override
    public int compareTo(PipelineError other) {
        return BY_PLACE.compare(this, other);
    }

    /** One line, starting with {@code file:line:column}, which terminals and editors make a link of. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + what + ": " + why + "; " + mend;
    }
}
