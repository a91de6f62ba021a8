package io.multiget.ingest.landing;

import io.multiget.ingest.landing.SinkColumn.Type;
import java.util.ArrayList;
import java.util.List;

/** Which of an upload's rows and columns a file holds. */
record RowSelection(SinkTable table, List<SinkColumn> columns, String status) {
    private static final SinkColumn ROW = SinkColumn.required("row", Type.BIGINT);

    RowSelection {
        columns = List.copyOf(columns);
    }

    /** The pipeline's columns after the row's number. */
    static RowSelection enriched(SinkTable table) {
        List<SinkColumn> columns = new ArrayList<>();
        columns.add(ROW);
        columns.addAll(table.output());
        return new RowSelection(table, columns, "enriched");
    }

    /** Where a line stands, why it was rejected, and what it said. */
    static RowSelection rejected(SinkTable table) {
        return new RowSelection(
                table,
                List.of(
                        ROW,
                        SinkColumn.required("line", Type.BIGINT),
                        SinkColumn.optional("stage", Type.TEXT),
                        SinkColumn.optional("code", Type.TEXT),
                        SinkColumn.optional("reason", Type.TEXT),
                        SinkColumn.optional("raw", Type.TEXT),
                        SinkColumn.optional("tries", Type.INTEGER)),
                "rejected");
    }

    String sql() {
        return "select %s from %s where upload_id = ? and status = '%s' order by \"row\""
                .formatted(SinkTable.list(columns), table.quotedName(), status);
    }
}
