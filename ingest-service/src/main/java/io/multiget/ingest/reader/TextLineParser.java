package io.multiget.ingest.reader;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.multiget.contract.pipeline.Input;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes columns of a line's named groups, or the only column of the whole line. Owned by one thread. */
final class TextLineParser implements RecordParser {
    private final List<ColumnReader> readers;
    private final @Nullable Pattern pattern;

    TextLineParser(Input input) {
        readers = input.columns().stream().map(ColumnReader::new).toList();
        pattern = input.line().orElse(null);
    }

    @Override
    public @Nullable Problem parse(RecordText record, Map<String, Object> columns) {
        return pattern == null
                ? readers.get(0).read(record.text(), columns)
                : readGroups(pattern.matcher(record.text()), columns);
    }

    private @Nullable Problem readGroups(Matcher line, Map<String, Object> columns) {
        if (!line.matches()) {
            return noMatch(line.pattern());
        }
        Problem first = null;
        for (ColumnReader reader : readers) {
            String group = line.group(reader.column().name());
            Problem found = reader.read(group == null ? "" : group, columns);
            first = first == null ? found : first;
        }
        return first;
    }

    private Problem noMatch(Pattern wanted) {
        return readers.size() == 1
                ? readers.get(0)
                        .problem(
                                "invalid_" + readers.get(0).column().name(),
                                "is not found: the line does not match " + wanted)
                : new Problem("missing_columns", "does not match " + wanted + ", which has the line's columns");
    }
}
