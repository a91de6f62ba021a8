package io.multiget.ingest.landing;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an upload's rows with a cursor, a page in memory at a time, in the order of their numbers. */
final class RowReader {
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final int PAGE = 1000;

    private final Database database;
    private final RowSelection selection;
    private final UUID upload;

    RowReader(Database database, RowSelection selection, UUID upload) {
        this.database = database;
        this.selection = selection;
        this.upload = upload;
    }

    /** Opens what the rows are written to. */
    @FunctionalInterface
    interface Opening {
        OutputStream open() throws IOException;
    }

    /** Writes all rows. @param opening called once the query stands: what fails before that has written nothing */
    void readInto(RowFile file, Opening opening) throws SQLException, IOException {
        try (Connection connection = database.open(SILENCE)) {
            // The driver only reads in pages within a transaction.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (PreparedStatement query = connection.prepareStatement(selection.sql())) {
                query.setFetchSize(PAGE);
                query.setObject(1, upload);
                try (ResultSet found = query.executeQuery()) {
                    write(found, file, opening);
                }
            }
        }
    }

    private void write(ResultSet found, RowFile file, Opening opening) throws SQLException, IOException {
        List<SinkColumn> columns = selection.columns();
        file.begin(columns, opening.open());
        @Nullable Object[] values = new Object[columns.size()];
        while (found.next()) {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(found, i + 1, columns.get(i).type());
            }
            file.row(values);
        }
        file.end();
    }

    private static @Nullable Object value(ResultSet found, int column, SinkColumn.Type type) throws SQLException {
        return switch (type) {
            case TIMESTAMPTZ -> {
                OffsetDateTime time = found.getObject(column, OffsetDateTime.class);
                yield time == null ? null : time.toInstant().toString();
            }
            case NUMERIC -> found.getBigDecimal(column);
            case BIGINT, INTEGER -> {
                long number = found.getLong(column);
                yield found.wasNull() ? null : (Object) number;
            }
            case BOOLEAN -> {
                boolean truth = found.getBoolean(column);
                yield found.wasNull() ? null : (Object) truth;
            }
            case TEXT, UUID -> found.getString(column);
        };
    }
}
