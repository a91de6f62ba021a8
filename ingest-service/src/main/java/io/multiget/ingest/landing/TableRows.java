package io.multiget.ingest.landing;

import io.multiget.contract.RejectCount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Counts an upload's rows in its table. */
final class TableRows {
    /** Ten million rows take seconds; a server that says nothing for so long is gone. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final String UNDEFINED_TABLE = "42P01";

    private final Database database;

    TableRows(Database database) {
        this.database = database;
    }

    /** What the table holds of a whole upload. */
    record ByStatus(long enriched, long rejected) {
        ByStatus plus(ByStatus other) {
            return new ByStatus(enriched + other.enriched, rejected + other.rejected);
        }
    }

    /** The rows that an attempt has written. */
    long ofAttempt(SinkTable table, UUID upload, int attempt) throws SQLException {
        String sql = "select count(*) from " + table.quotedName() + " where upload_id = ? and attempt = ?";
        try (Connection connection = database.open(SILENCE);
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, upload);
            query.setInt(2, attempt);
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    /** All rows of an upload, whichever attempt wrote them; none where somebody has dropped the table. */
    ByStatus byStatus(SinkTable table, UUID upload) throws SQLException {
        try {
            return countByStatus(table, upload);
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return new ByStatus(0, 0);
            }
            throw e;
        }
    }

    /** All rows of an upload, by who wrote them: this attempt, or one before it. */
    AttemptRows byAttempt(SinkTable table, UUID upload, int attempt) throws SQLException {
        String sql = "select attempt = ?, stage, code, count(*) from " + table.quotedName()
                + " where upload_id = ? group by 1, 2, 3";
        ByStatus written = new ByStatus(0, 0);
        long enriched = 0;
        List<RejectCount> rejected = new ArrayList<>();
        try (Connection connection = database.open(SILENCE);
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, attempt);
            query.setObject(2, upload);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    String stage = found.getString(2);
                    long count = found.getLong(4);
                    if (found.getBoolean(1)) {
                        written = written.plus(stage == null ? new ByStatus(count, 0) : new ByStatus(0, count));
                    } else if (stage == null) {
                        enriched += count;
                    } else {
                        rejected.add(new RejectCount(stage, found.getString(3), count));
                    }
                }
            }
        }
        return new AttemptRows(written, enriched, rejected);
    }

    private ByStatus countByStatus(SinkTable table, UUID upload) throws SQLException {
        String sql =
                "select count(*) filter (where status = 'enriched'), count(*) filter (where status = 'rejected') from "
                        + table.quotedName() + " where upload_id = ?";
        try (Connection connection = database.open(SILENCE);
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, upload);
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return new ByStatus(found.getLong(1), found.getLong(2));
            }
        }
    }
}
