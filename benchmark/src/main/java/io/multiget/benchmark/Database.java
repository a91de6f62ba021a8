package io.multiget.benchmark;

import io.multiget.runner.LocalSystem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A local system's Postgres. */
final class Database {
    /** Also its password, and the database's name. */
    static final String USER = "multiget";

    private Database() {}

    static Connection connect(LocalSystem system) throws SQLException {
        return DriverManager.getConnection(system.jdbcUrl(), USER, USER);
    }
}
