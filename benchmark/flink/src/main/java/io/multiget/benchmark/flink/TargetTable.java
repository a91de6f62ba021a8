package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Row;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;

/** Where the rows go. */
record TargetTable(String jdbc, String user, String password, String table) {
    /** A multiple of 128, the most rows that the driver puts into one statement. */
    private static final int BATCH = 1024;

    /** Writes when a batch is full and at each checkpoint. A row that comes again after a restart changes nothing. */
    JdbcSink<Row> sink() {
        return JdbcSink.<Row>builder()
                .withQueryStatement(upsert(), TargetTable::bind)
                .withExecutionOptions(JdbcExecutionOptions.builder()
                        .withBatchSize(BATCH)
                        .withBatchIntervalMs(0)
                        .build())
                .buildAtLeastOnce(new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(jdbc)
                        .withUsername(user)
                        .withPassword(password)
                        .withProperty("reWriteBatchedInserts", "true")
                        // A price and a time go as the API wrote them, and Postgres reads them.
                        .withProperty("stringtype", "unspecified")
                        .build());
    }

    long count() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc, user, password);
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("select count(*) from " + table)) {
            counted.next();
            return counted.getLong(1);
        }
    }

    private String upsert() {
        return "insert into " + table + " (row, site, id, status, stage, code, price, start_time, name, description,"
                + " nickname) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (row) do update set"
                + " site = excluded.site, id = excluded.id, status = excluded.status, stage = excluded.stage,"
                + " code = excluded.code, price = excluded.price, start_time = excluded.start_time,"
                + " name = excluded.name, description = excluded.description, nickname = excluded.nickname";
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        statement.setLong(1, row.row());
        statement.setString(2, row.site());
        statement.setLong(3, row.id());
        statement.setString(4, row.status());
        statement.setString(5, row.stage());
        statement.setString(6, row.code());
        statement.setString(7, row.price());
        statement.setString(8, row.startTime());
        statement.setString(9, row.name());
        statement.setString(10, row.description());
        statement.setString(11, row.nickname());
    }
}
