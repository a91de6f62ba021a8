package io.multiget.runner.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.ledger.Uploads;
import io.multiget.runner.ledger.Watch;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an upload's status and then counts its rows in SQL, again and again: what was said to have landed has to be
 * there.
 */
final class LandingWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int QUERY_SECONDS = 2;

    private final String jdbcUrl;
    private final Uploads client;
    private final UUID upload;
    private final List<String> complaints = new ArrayList<>();
    private final Watch watch;
    private @Nullable Connection connection;
    private int compared;

    LandingWatch(String jdbcUrl, Uploads client, UUID upload) {
        this.jdbcUrl = jdbcUrl + "?connectTimeout=2&loginTimeout=2&socketTimeout=4";
        this.client = client;
        this.upload = upload;
        watch = Watch.every(PAUSE, "landing-watch", this::look);
    }

    /** It looked as often as both could be asked and something had landed. */
    synchronized Witness witness() {
        return new Witness(complaints, compared);
    }

    @Override
    public void close() {
        watch.close();
        hangUp();
    }

    private void look() {
        try {
            Uploads.Answer answer = client.status(upload);
            if (answer.code() == 200) {
                judge(answer.body(), rows());
            }
        } catch (UncheckedIOException | SQLException oneOfThemIsAway) {
            // There is nothing to compare now.
        }
    }

    private synchronized void judge(JsonNode status, long rows) {
        long landed = status.get("rows").get("landed").asLong();
        long due = status.get("state").asText().equals("landed")
                ? status.get("rows").get("total").asLong()
                : landed;
        compared += due > 0 ? 1 : 0;
        if (rows < due) {
            complaints.add("the table has " + rows + " rows, and the status said " + status);
        }
    }

    private long rows() throws SQLException {
        try (Statement statement = connected().createStatement()) {
            statement.setQueryTimeout(QUERY_SECONDS);
            try (ResultSet count =
                    statement.executeQuery("select count(*) from items where upload_id = '" + upload + "'")) {
                count.next();
                return count.getLong(1);
            }
        } catch (SQLException away) {
            hangUp();
            throw away;
        }
    }

    private Connection connected() throws SQLException {
        Connection kept = connection;
        if (kept == null) {
            kept = DriverManager.getConnection(jdbcUrl, "multiget", "multiget");
            connection = kept;
        }
        return kept;
    }

    private void hangUp() {
        Connection gone = connection;
        connection = null;
        if (gone != null) {
            try {
                gone.close();
            } catch (SQLException away) {
                // So is the connection.
            }
        }
    }
}
