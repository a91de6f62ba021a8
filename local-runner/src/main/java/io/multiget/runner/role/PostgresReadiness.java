package io.multiget.runner.role;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/** Ready when the server with our data answers a query in our database, which is created where it is missing. */
final class PostgresReadiness implements Readiness {
    private static final String WRONG_PASSWORD = "28P01";

    private final PostgresSettings settings;

    PostgresReadiness(PostgresSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<String> missing() {
        try (Connection connection = connect("postgres")) {
            if (!ours(connection)) {
                return Optional.of("another server listens on port " + settings.port());
            }
            createDatabase(connection);
            return Optional.empty();
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new StartFailedException(
                        "MULTIGET_POSTGRES_PASSWORD is not the password that %s was created with"
                                .formatted(settings.data()),
                        e);
            }
            return Optional.of("port %d: %s".formatted(settings.port(), e.getMessage()));
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresSettings.NAME);
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "5");
        return DriverManager.getConnection(settings.jdbcUrl(database), properties);
    }

    private boolean ours(Connection connection) throws SQLException {
        String folder = text(connection, "show data_directory").orElseThrow();
        try {
            return Files.isSameFile(Path.of(folder), settings.data());
        } catch (IOException e) {
            return false;
        }
    }

    private static void createDatabase(Connection connection) throws SQLException {
        String name = PostgresSettings.NAME;
        if (text(connection, "select 1 from pg_database where datname = '" + name + "'")
                .isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
        }
    }

    private static Optional<String> text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }
}
