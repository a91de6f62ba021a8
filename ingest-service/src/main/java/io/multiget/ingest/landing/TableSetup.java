package io.multiget.ingest.landing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates a pipeline's table and views where they are missing. May be called any number of times, by many at once. */
final class TableSetup {
    /** Two instances that create the same table at the same moment would trip over each other in Postgres' catalogue. */
    private static final long LOCK = 0x6d756c7469676574L;

    private static final String INVALID_TABLE_DEFINITION = "42P16";

    private static final int MOST_NAMED = 5;

    private final SinkTable table;

    TableSetup(SinkTable table) {
        this.table = table;
    }

    /** What is there cannot be used, and only a person can change it; the message says how. */
    static final class TableRefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        TableRefusedException(String message) {
            super(message);
        }
    }

    /** Sets up the table, in one transaction. @throws TableRefusedException there is another table of this name */
    void run(Connection connection) throws SQLException, TableRefusedException {
        connection.setAutoCommit(false);
        requireUtf8(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute(table.createTable());
            requireColumns(connection);
            for (SinkTable.View view : table.views()) {
                create(view, connection, statement);
            }
        }
        connection.commit();
    }

    private static void requireUtf8(Connection connection) throws SQLException, TableRefusedException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("show server_encoding")) {
            found.next();
            if (!found.getString(1).equals("UTF8")) {
                throw new TableRefusedException(
                        "The database's encoding must be UTF8, is " + found.getString(1) + "; use another database");
            }
        }
    }

    private static void create(SinkTable.View view, Connection connection, Statement statement) throws SQLException {
        var before = connection.setSavepoint();
        try {
            statement.execute(view.create());
        } catch (SQLException e) {
            if (!INVALID_TABLE_DEFINITION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            statement.execute(view.drop());
            statement.execute(view.create());
        }
    }

    private void requireColumns(Connection connection) throws SQLException, TableRefusedException {
        Map<String, String> wanted = new LinkedHashMap<>();
        table.columns()
                .forEach(column -> wanted.put(column.name(), column.type().sql()));
        Map<String, String> found = columns(connection);
        List<String> differences = differences(wanted, found);
        if (!differences.isEmpty()) {
            throw refused("other columns than the pipeline: " + firstOf(differences));
        }
        List<String> key = primaryKey(connection);
        if (!key.equals(table.keyNames())) {
            throw refused("the primary key " + key + " instead of " + table.keyNames());
        }
    }

    private static List<String> differences(Map<String, String> wanted, Map<String, String> found) {
        List<String> differences = new ArrayList<>();
        wanted.forEach((name, type) -> {
            String there = found.get(name);
            if (there == null) {
                differences.add("no " + name);
            } else if (!there.equals(type)) {
                differences.add(name + " is " + there + " instead of " + type);
            }
        });
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> differences.add(name + " is unknown"));
        return differences;
    }

    private static String firstOf(List<String> differences) {
        int more = differences.size() - MOST_NAMED;
        return more <= 0
                ? String.join(", ", differences)
                : String.join(", ", differences.subList(0, MOST_NAMED)) + " and " + more + " more";
    }

    private TableRefusedException refused(String what) {
        return new TableRefusedException("Table " + table.name() + " has " + what
                + "; rename or drop the table, or give the pipeline another output.table");
    }

    private Map<String, String> columns(Connection connection) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("select attname, format_type(atttypid, atttypmod)"
                + " from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped"
                + " order by attnum")) {
            query.setString(1, table.quotedName());
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    columns.put(found.getString(1), found.getString(2));
                }
            }
        }
        return columns;
    }

    private List<String> primaryKey(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("select attname from pg_index"
                + " cross join lateral unnest(indkey) with ordinality as key(number, place)"
                + " join pg_attribute on attrelid = indrelid and attnum = key.number"
                + " where indrelid = to_regclass(?) and indisprimary order by key.place")) {
            query.setString(1, table.quotedName());
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
        }
        return names;
    }
}
