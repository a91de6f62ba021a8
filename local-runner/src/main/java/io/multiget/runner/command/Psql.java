package io.multiget.runner.command;

import io.multiget.runner.role.PostgresSettings;

/** The line that opens the database. */
final class Psql {
    private Psql() {}

    /** {@code query} may be empty. A password that the user has set is not printed. */
    static String command(Session session, String query) {
        boolean own =
                !System.getenv().getOrDefault("MULTIGET_POSTGRES_PASSWORD", "").isBlank();
        String command = "PGPASSWORD=%s psql -h 127.0.0.1 -p %d -U %s %s"
                .formatted(
                        own ? "\"$MULTIGET_POSTGRES_PASSWORD\"" : PostgresSettings.NAME,
                        session.postgresPort(),
                        PostgresSettings.NAME,
                        PostgresSettings.NAME);
        return query.isEmpty() ? command : command + " -c \"" + query + "\"";
    }
}
