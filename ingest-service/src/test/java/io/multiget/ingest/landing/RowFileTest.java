package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFileTest {
    private static final RowSelection ITEMS =
            RowSelection.enriched(SinkTable.of("mercadolibre", TestPipelines.items()));

    @Test
    void shouldWriteCsvByTheBook() throws IOException {
        String csv = written(
                new CsvFile(false),
                row(1L, "MLA", 42L, new BigDecimal("1E+3"), "2026-01-01T00:00:00Z"),
                row(2L, "a,\"b\"\r\nc", null, null, null),
                row(3L, "", null, new BigDecimal("0.10"), null));

        assertThat(csv)
                .isEqualTo("row,site,id,price,start_time\r\n"
                        + "1,MLA,42,1000,2026-01-01T00:00:00Z\r\n"
                        + "2,\"a,\"\"b\"\"\r\nc\",,,\r\n"
                        + "3,\"\",,0.10,\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1)", "\tx", "\0x"})
    void shouldGuardASpreadsheetWhenAsked(String text) throws IOException {
        assertThat(written(new CsvFile(true), row(1L, text, -5L, null, null))).contains("1,'" + text + ",-5");
        assertThat(written(new CsvFile(false), row(1L, text, -5L, null, null))).contains("1," + text + ",-5");
    }

    @Test
    void shouldWriteOneJsonObjectALine() throws IOException {
        String json = written(
                new JsonLinesFile(),
                row(1L, "MLA\n", 42L, new BigDecimal("12345678901234567890.10"), "2026-01-01T00:00:00Z"),
                row(2L, null, null, null, null));

        assertThat(json)
                .isEqualTo("{\"row\":1,\"site\":\"MLA\\n\",\"id\":42,\"price\":12345678901234567890.10,"
                        + "\"start_time\":\"2026-01-01T00:00:00Z\"}\n"
                        + "{\"row\":2,\"site\":null,\"id\":null,\"price\":null,\"start_time\":null}\n");
    }

    @Test
    void shouldReadInTheOrderOfTheRows() {
        assertThat(ITEMS.sql())
                .isEqualTo("select \"row\", \"site\", \"id\", \"price\", \"start_time\" from \"items\""
                        + " where upload_id = ? and status = 'enriched' order by \"row\"");
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private static String written(RowFile file, @Nullable Object[]... rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.begin(ITEMS.columns(), out);
        for (@Nullable Object[] row : rows) {
            file.row(row);
        }
        file.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
