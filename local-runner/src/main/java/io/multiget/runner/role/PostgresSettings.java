package io.multiget.runner.role;

import java.nio.file.Path;

/**
 * Where the database lives.
 *
 * @param folder holds the binaries and the data
 * @param prepared where a build may have put what {@link PostgresRole#decompress} makes
 * @param password of the user {@code multiget}, set when the data is created
 */
public record PostgresSettings(Path folder, Path prepared, int port, String password, Path logFile) {
    /** The user, who owns everything, and the database. */
    public static final String NAME = "multiget";

    public String jdbcUrl() {
        return jdbcUrl(NAME);
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    Path data() {
        return folder.resolve("data");
    }
}
