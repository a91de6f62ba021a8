package io.multiget.benchmark;

import io.multiget.simulator.catalog.SimulatedCategory;
import io.multiget.simulator.catalog.SimulatedCurrency;
import io.multiget.simulator.catalog.SimulatedItem;
import io.multiget.simulator.catalog.SimulatedUser;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds every row of a table against the function that the simulated API is. */
final class RowCheck {
    private static final int ROWS_AT_ONCE = 10_000;

    private final Load load;

    RowCheck(Load load) {
        this.load = load;
    }

    /** What every contender's table has in common. */
    private record Row(
            String site,
            long id,
            String status,
            @Nullable String stage,
            @Nullable String code,
            @Nullable BigDecimal price,
            @Nullable Instant startTime,
            @Nullable String category,
            @Nullable String currency,
            @Nullable String seller) {
        static Row read(ResultSet row) throws SQLException {
            Timestamp startTime = row.getTimestamp("start_time");
            return new Row(
                    row.getString("site"),
                    row.getLong("id"),
                    row.getString("status"),
                    row.getString("stage"),
                    row.getString("code"),
                    row.getBigDecimal("price"),
                    startTime == null ? null : startTime.toInstant(),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("nickname"));
        }

        static Row of(Load.Line line) {
            return line.item()
                    .map(item -> enriched(line, item))
                    .orElseGet(() -> new Row(
                            line.site(), line.id(), "rejected", "item", "not_found", null, null, null, null, null));
        }

        private static Row enriched(Load.Line line, SimulatedItem item) {
            return new Row(
                    line.site(),
                    line.id(),
                    "enriched",
                    null,
                    null,
                    item.price(),
                    item.startTime(),
                    Optional.ofNullable(item.categoryId())
                            .flatMap(line.catalog()::category)
                            .map(SimulatedCategory::name)
                            .orElse(null),
                    line.catalog()
                            .currency(item.currencyId())
                            .map(SimulatedCurrency::description)
                            .orElse(null),
                    line.catalog()
                            .user(Long.toString(item.sellerId()))
                            .map(SimulatedUser::nickname)
                            .orElse(null));
        }
    }

    /**
     * @param where which of the table's rows are of this load, in SQL
     * @throws WrongRowsException at the first row that is missing, wrong or too much
     */
    void check(Connection connection, String table, String where) throws SQLException {
        connection.setAutoCommit(false); // else the driver reads the whole table at once
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(
                    "select row, site, id, status, stage, code, price, start_time, name, description, nickname from "
                            + table + " where " + where + " order by row")) {
                for (long number = 1; number <= load.lines(); number++) {
                    if (!rows.next()) {
                        throw new WrongRowsException("row %d and all after it are missing".formatted(number));
                    }
                    compare(load.line(number), rows);
                }
                if (rows.next()) {
                    throw new WrongRowsException("row %d is of no line".formatted(rows.getLong("row")));
                }
            }
        }
    }

    private static void compare(Load.Line line, ResultSet rows) throws SQLException {
        Row expected = Row.of(line);
        Row found = Row.read(rows);
        if (rows.getLong("row") != line.row() || !Objects.equals(expected, found)) {
            throw new WrongRowsException(
                    "row %d should be %s, row %d is %s".formatted(line.row(), expected, rows.getLong("row"), found));
        }
    }
}
