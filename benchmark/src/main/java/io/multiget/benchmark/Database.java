package io.multiget.benchmark;

import io.multiget.runner.LocalSystem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A local system's Postgres. */
final class Database {
    /** Also its password, and the database's name. */
    static final String USER = "multiget";

    private Database() {}

    static Connection connect(LocalSystem system) throws SQLException {
        return DriverManager.getConnection(system.jdbcUrl(), USER, USER);
    }

    /** What a table and its indexes take on the disk. */
    static long bytes(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("select pg_total_relation_size('" + table + "')")) {
            size.next();
            return size.getLong(1);
        }
    }
}
