package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import io.multiget.ingest.reader.RecordFormat.Layout;
import io.multiget.ingest.reader.RecordFormat.Records;
import java.util.List;
import java.util.Optional;

/**
 * How a delimited file is split and parsed.
 *
 * @param separator the character between cells
 */
record DelimitedLayout(
        Position start,
        char separator,
        boolean hasHeader,
        CellMapping mapping,
        List<Column> columns,
        ReaderLimits limits)
        implements Layout {
    @Override
    public Optional<Character> delimiter() {
        return Optional.of(separator);
    }

    @Override
    public Records open(ByteWindow window, Position from) {
        DelimitedSplitter splitter = new DelimitedSplitter(window, limits, from, separator);
        List<ColumnReader> readers = columns.stream().map(ColumnReader::new).toList();
        return new Records(
                splitter, new DelimitedParser(splitter, mapping, hasHeader, readers, new ColumnNames(columns), limits));
    }
}
