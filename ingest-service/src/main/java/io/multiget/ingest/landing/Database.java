package io.multiget.ingest.landing;

import io.multiget.ingest.IngestProperties;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Connections to the Postgres that holds the tables. Whoever opens one closes it; a few a second do not need a pool. */
final class Database {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final IngestProperties.Postgres settings;

    Database(IngestProperties.Postgres settings) {
        this.settings = settings;
    }

    /** @param silence how long one answer may take before the server counts as gone */
    Connection open(Duration silence) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "multiget-ingest");
        properties.setProperty("connectTimeout", seconds(CONNECT_TIMEOUT));
        properties.setProperty("loginTimeout", seconds(CONNECT_TIMEOUT.multipliedBy(2)));
        properties.setProperty("socketTimeout", seconds(silence));
        properties.setProperty("options", "-c TimeZone=UTC");
        return DriverManager.getConnection(settings.url(), properties);
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    /** What is wrong, for a person, without a word of the statement or its values. */
    static String reason(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
            return "Postgres cannot be reached";
        }
        if (state.startsWith("28")) {
            return "Postgres refuses the user or the password (" + state + ")";
        }
        if (state.startsWith("3D")) {
            return "Postgres does not have the database (" + state + ")";
        }
        if (state.equals("42501")) {
            return "Postgres does not let the user do this (" + state + ")";
        }
        if (state.startsWith("53")) {
            return "Postgres has no connections or no space left (" + state + ")";
        }
        return "Postgres answers with SQLSTATE " + state;
    }
}
