package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which cell holds which column.
 *
 * @param cells how many cells a line must have
 * @param cellOf for each of the pipeline's columns, in their order, the index of its cell
 */
record CellMapping(int cells, int[] cellOf) {
    private static final int NOWHERE = -1;

    /** For a file without a header: the pipeline's order holds. */
    static CellMapping inOrder(List<Column> columns) {
        return new CellMapping(
                columns.size(), IntStream.range(0, columns.size()).toArray());
    }

    /** For a file with this header; its unknown columns are ignored. */
    static CellMapping of(List<String> header, List<Column> columns, ColumnNames names) throws UnreadableFileException {
        int[] cellOf = new int[columns.size()];
        Arrays.fill(cellOf, NOWHERE);
        for (int cell = 0; cell < header.size(); cell++) {
            int column = names.indexOf(header.get(cell));
            if (column == ColumnNames.UNKNOWN) {
                continue;
            }
            if (cellOf[column] != NOWHERE) {
                throw new UnreadableFileException(
                        "duplicate_column",
                        "the header has two columns for " + columns.get(column).name() + ": "
                                + Printable.quoted(header.get(cellOf[column])) + " and "
                                + Printable.quoted(header.get(cell)));
            }
            cellOf[column] = cell;
        }
        checkComplete(cellOf, header, columns);
        return new CellMapping(header.size(), cellOf);
    }

    private static void checkComplete(int[] cellOf, List<String> header, List<Column> columns)
            throws UnreadableFileException {
        List<String> missing = new ArrayList<>();
        for (int column = 0; column < cellOf.length; column++) {
            if (cellOf[column] == NOWHERE) {
                missing.add(columns.get(column).name());
            }
        }
        if (!missing.isEmpty()) {
            throw new UnreadableFileException(
                    "missing_columns",
                    "the header has no column " + String.join(", ", missing) + "; it is "
                            + Printable.quoted(String.join(" ", header))
                            + " (a first line of data is read with header=false)");
        }
    }
}
