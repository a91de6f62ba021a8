package io.multiget.ingest.reader;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes columns of cells. Owned by one thread. */
final class DelimitedParser implements RecordParser {
    private final DelimitedSplitter splitter;
    private final CellMapping mapping;
    private final boolean hasHeader;
    private final List<ColumnReader> readers;
    private final ColumnNames names;
    private final ReaderLimits limits;

    DelimitedParser(
            DelimitedSplitter splitter,
            CellMapping mapping,
            boolean hasHeader,
            List<ColumnReader> readers,
            ColumnNames names,
            ReaderLimits limits) {
        this.splitter = splitter;
        this.mapping = mapping;
        this.hasHeader = hasHeader;
        this.readers = readers;
        this.names = names;
        this.limits = limits;
    }

    @Override
    public @Nullable Problem parse(RecordText record, Map<String, Object> columns) {
        Problem problem = splitter.cells() == mapping.cells() ? null : countProblem();
        if (problem == null) {
            problem = readCells(record, columns);
        }
        boolean mayBeHeader = splitter.row() == 1 && !hasHeader;
        return problem != null && mayBeHeader ? withHint(problem, record) : problem;
    }

    private @Nullable Problem readCells(RecordText record, Map<String, Object> columns) {
        Problem first = null;
        for (int column = 0; column < readers.size(); column++) {
            String cell = splitter.text(record, mapping.cellOf()[column]);
            Problem found = readers.get(column).read(cell, columns);
            first = first == null ? found : first;
        }
        return first;
    }

    private Problem withHint(Problem problem, RecordText record) {
        boolean looksLikeHeader = names.containsAny(splitter.texts(record));
        return looksLikeHeader
                ? new Problem(
                        problem.code(), problem.reason() + " (the line looks like a header, and header=false was said)")
                : problem;
    }

    private @Nullable Problem countProblem() {
        int cells = splitter.cells();
        if (cells > limits.columns()) {
            return new Problem(
                    "too_many_columns", "has " + cells + " columns, at most " + limits.columns() + " are read");
        }
        if (splitter.isEmptyFrom(0)) {
            return new Problem("empty_value", "all of its " + cells + " columns are empty");
        }
        String counts = "has " + cells + " columns, " + mapping.cells() + " are expected";
        if (cells < mapping.cells()) {
            return new Problem("missing_columns", counts);
        }
        // Spreadsheets pad short lines with delimiters: cells with nothing in them say nothing.
        return splitter.isEmptyFrom(mapping.cells()) ? null : new Problem("too_many_columns", counts);
    }
}
