package io.multiget.ingest.landing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file being written, row by row. Owned by one thread; {@link #begin} first, {@link #end} last. */
interface RowFile {
    String contentType();

    void begin(List<SinkColumn> columns, OutputStream out) throws IOException;

    /** @param values in the columns' order: text, {@link Long}, {@link java.math.BigDecimal}, {@link Boolean} or null */
    void row(@Nullable Object[] values) throws IOException;

    /** Writes what is still in a buffer; the stream is its owner's to close. */
    void end() throws IOException;
}
