package io.multiget.runner.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A lock on the pipeline's table, held by a transaction that does nothing else. Owned by one thread. */
final class TableLock {
    private @Nullable Connection connection;

    void take(Site site) throws SQLException {
        Connection opened = DriverManager.getConnection(site.system().jdbcUrl(), "multiget", "multiget");
        connection = opened;
        opened.setAutoCommit(false);
        try (Statement statement = opened.createStatement()) {
            statement.execute("lock table items in access exclusive mode");
        }
    }

    void release() throws SQLException {
        if (connection != null) {
            connection.rollback();
            connection.close();
        }
    }
}
