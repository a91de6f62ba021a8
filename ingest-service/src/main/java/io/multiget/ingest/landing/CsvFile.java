package io.multiget.ingest.landing;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV by RFC 4180, in UTF-8. Null is nothing between the commas; an empty text is a pair of quotes. */
final class CsvFile implements RowFile {
    /** What makes a spreadsheet take a cell for a formula. */
    private static final String DANGEROUS = "=+-@\t\r\0";

    private final boolean safeForExcel;

    @SuppressWarnings("NullAway.Init")
    private Writer text;

    @SuppressWarnings("NullAway.Init")
    private CsvWriter csv;

    /** @param safeForExcel puts an apostrophe before text that a spreadsheet would run, which changes the data */
    CsvFile(boolean safeForExcel) {
        this.safeForExcel = safeForExcel;
    }

    @Override
    public String contentType() {
        return "text/csv;charset=UTF-8;header=present";
    }

    @Override
    public void begin(List<SinkColumn> columns, OutputStream out) {
        text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(text);
        csv.writeRecord(columns.stream().map(SinkColumn::name).toList());
    }

    @Override
    public void row(@Nullable Object[] values) {
        @Nullable String[] cells = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            cells[i] = cell(values[i]);
        }
        csv.writeRecord(cells);
    }

    private @Nullable String cell(@Nullable Object value) {
        if (value instanceof String words) {
            return safeForExcel && isDangerous(words) ? "'" + words : words;
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value == null ? null : value.toString();
    }

    private static boolean isDangerous(String words) {
        return !words.isEmpty() && DANGEROUS.indexOf(words.charAt(0)) >= 0;
    }

    @Override
    public void end() throws IOException {
        csv.flush();
        text.flush();
    }
}
