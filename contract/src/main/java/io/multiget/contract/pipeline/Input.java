package io.multiget.contract.pipeline;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * What a line of the file holds.
 *
 * @param columns in the order in which a file without a header has them
 * @param line for TXT files: matches a whole line, with one named group a column, in linear time whatever the pattern;
 *     absent: TXT is delimited like CSV
 */
public record Input(List<Column> columns, Optional<Pattern> line) {
    public Input {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("input needs a column");
        }
    }
}
