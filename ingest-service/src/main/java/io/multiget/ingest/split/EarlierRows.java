package io.multiget.ingest.split;

import io.multiget.contract.Reject;
import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Properties;

/** What the attempts before a replay have left in the table. Thread-safe; opens a connection for each question. */
public final class EarlierRows {
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final int FETCH_ROWS = 10_000;

    private final IngestProperties.Postgres settings;

    EarlierRows(IngestProperties.Postgres settings) {
        this.settings = settings;
    }

    /**
     * An upload's rows.
     *
     * @param rejected by a lookup or the output: what a replay can do something about
     * @param rejectedAtInput what no replay changes
     */
    public record Counts(long enriched, long rejected, long rejectedAtInput) {}

    /** Counts them all, whichever attempt wrote them. */
    public Counts count(Pipeline pipeline, Upload upload) throws SQLException {
        String sql = "select count(*) filter (where status = 'enriched'),"
                + " count(*) filter (where status = 'rejected' and stage <> ?),"
                + " count(*) filter (where status = 'rejected' and stage = ?) from " + table(pipeline)
                + " where upload_id = ?";
        try (Connection connection = open();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, Reject.INPUT);
            query.setString(2, Reject.INPUT);
            query.setObject(3, upload.uploadId());
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return new Counts(found.getLong(1), found.getLong(2), found.getLong(3));
            }
        }
    }

    /**
     * The rows that were rejected, and not at input, when the upload's attempt began. Asked again in the middle of the
     * attempt the answer is the same: what it has rewritten by then bears its number, and it rewrites no other rows.
     */
    BitSet rejectedBefore(Pipeline pipeline, Upload upload) throws SQLException {
        String sql = "select row from " + table(pipeline)
                + " where upload_id = ? and (attempt = ? or status = 'rejected' and stage <> ?)";
        BitSet rows = new BitSet();
        try (Connection connection = open();
                PreparedStatement query = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            query.setFetchSize(FETCH_ROWS);
            query.setObject(1, upload.uploadId());
            query.setInt(2, upload.attempt());
            query.setString(3, Reject.INPUT);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    rows.set(Math.toIntExact(found.getLong(1)));
                }
            }
        }
        return rows;
    }

    private static String table(Pipeline pipeline) {
        return '"' + pipeline.output().table().replace("\"", "\"\"") + '"';
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "multiget-ingest");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
        return DriverManager.getConnection(settings.url(), properties);
    }
}
