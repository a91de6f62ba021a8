package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import java.io.IOException;
import java.util.List;

/** Finds out whether a delimited file's first record, blank lines aside, is its header. Used once. */
final class HeaderSearch {
    private final Content content;
    private final List<Column> columns;
    private final ColumnNames names;
    private final char delimiter;

    HeaderSearch(Content content, List<Column> columns, char delimiter) {
        this.content = content;
        this.columns = columns;
        this.names = new ColumnNames(columns);
        this.delimiter = delimiter;
    }

    DelimitedLayout layout(Header header) throws IOException {
        Position start = content.firstPosition();
        if (header == Header.ABSENT) {
            return withoutHeader(start);
        }
        try (ByteWindow window = content.open(start.offset())) {
            DelimitedSplitter splitter = new DelimitedSplitter(window, content.limits(), start, delimiter);
            if (!splitter.next()) {
                return withoutHeader(start);
            }
            List<String> cells = splitter.texts(new RecordText(splitter, content.charset()));
            boolean found = header == Header.PRESENT || names.containsAny(cells);
            return found ? withHeader(cells, splitter) : withoutHeader(start);
        }
    }

    private DelimitedLayout withoutHeader(Position start) {
        return new DelimitedLayout(start, delimiter, false, CellMapping.inOrder(columns), columns, content.limits());
    }

    private DelimitedLayout withHeader(List<String> cells, DelimitedSplitter splitter) throws UnreadableFileException {
        if (splitter.cells() > content.limits().columns()) {
            throw new UnreadableFileException(
                    "too_many_columns",
                    "the header has " + splitter.cells() + " columns, at most "
                            + content.limits().columns() + " are read");
        }
        return new DelimitedLayout(
                splitter.positionBehindHeader(),
                delimiter,
                true,
                CellMapping.of(cells, columns, names),
                columns,
                content.limits());
    }
}
