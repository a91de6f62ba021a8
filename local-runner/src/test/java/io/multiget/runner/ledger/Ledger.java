package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a table and a status against a workload, line by line. */
public final class Ledger {
    private final String jdbcUrl;
    private final String password;

    public Ledger(String jdbcUrl, String password) {
        this.jdbcUrl = jdbcUrl;
        this.password = password;
    }

    private record Landed(long line, String status, Expected.@Nullable Row values, Expected.@Nullable Reason reason) {}

    /** Every line in exactly one bucket, every value right, and the same counts in file, status and SQL. */
    public void shouldBalance(UUID upload, Workload workload, JsonNode status) throws SQLException {
        assertThat(differences(upload, workload))
                .as("differences between the plan and the table")
                .isEmpty();
        assertThat(counts(status)).isEqualTo(planned(workload));
        assertThat(reasons(status)).isEqualTo(plannedReasons(workload));
    }

    /** Lines whose row is missing or another one than planned, and rows that are of no line. */
    public List<String> differences(UUID upload, Workload workload) throws SQLException {
        Map<Long, Landed> table = read(upload);
        List<String> differences = new ArrayList<>();
        for (PlannedLine line : workload.lines()) {
            String difference = difference(line, table.remove(line.row()));
            if (difference != null) {
                differences.add(difference);
            }
        }
        table.forEach((row, landed) -> differences.add("row " + row + " is in no file: " + landed));
        return differences;
    }

    /** The rows of items that were given up after their attempts, as calls about them failed. */
    public Set<Long> givenUp(UUID upload) throws SQLException {
        return read(upload).entrySet().stream()
                .filter(row -> Expected.GIVEN_UP.equals(row.getValue().reason()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What a status counts otherwise than planned, once the upload has landed. */
    public static List<String> miscounts(Workload workload, JsonNode status) {
        Map<String, Long> counted = counts(status);
        counted.putAll(reasons(status));
        Map<String, Long> planned = planned(workload);
        planned.putAll(plannedReasons(workload));
        return counted.equals(planned) ? List.of() : List.of("counted " + counted + ", planned " + planned);
    }

    private static Map<String, Long> counts(JsonNode status) {
        Map<String, Long> counts = new TreeMap<>();
        for (String count : List.of("total", "read", "blank", "enriched", "rejected", "landed", "in_flight")) {
            counts.put(count, status.get("rows").get(count).asLong());
        }
        return counts;
    }

    private static Map<String, Long> planned(Workload workload) {
        long lines = workload.lines().size();
        return new TreeMap<>(Map.of(
                "total",
                lines,
                "read",
                lines,
                "blank",
                workload.blank(),
                "enriched",
                workload.enriched(),
                "rejected",
                workload.rejected(),
                "landed",
                lines,
                "in_flight",
                0L));
    }

    /** A number that changes with any row of the upload, but for its timestamp and attempt. */
    public String fingerprint(UUID upload) throws SQLException {
        return query(
                "select md5(string_agg(concat_ws('|', row, line, status, site, id, price, start_time, name, description,"
                        + " nickname, stage, code, raw), ';' order by row)) from items where upload_id = '" + upload
                        + "'");
    }

    public String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, "multiget", password);
    }

    private static @Nullable String difference(PlannedLine line, @Nullable Landed landed) {
        if (landed == null) {
            return line + " has no row";
        }
        boolean right = line.expected() instanceof Expected.Row
                ? landed.status().equals("enriched") && line.expected().equals(landed.values())
                : landed.status().equals("rejected") && line.expected().equals(landed.reason());
        return right && landed.line() == line.line() ? null : line + " landed as " + landed;
    }

    private Map<Long, Landed> read(UUID upload) throws SQLException {
        Map<Long, Landed> rows = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from items where upload_id = '" + upload + "'")) {
            while (row.next()) {
                rows.put(row.getLong("row"), landed(row));
            }
        }
        return rows;
    }

    private static Landed landed(ResultSet row) throws SQLException {
        boolean enriched = row.getString("status").equals("enriched");
        return new Landed(
                row.getLong("line"),
                row.getString("status"),
                enriched ? values(row) : null,
                enriched ? null : new Expected.Reason(row.getString("stage"), row.getString("code")));
    }

    private static Expected.Row values(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal("price");
        Timestamp startTime = row.getTimestamp("start_time");
        return new Expected.Row(
                row.getString("site"),
                row.getLong("id"),
                price,
                startTime == null ? null : startTime.toInstant(),
                row.getString("name"),
                row.getString("description"),
                row.getString("nickname"));
    }

    private static Map<String, Long> reasons(JsonNode status) {
        Map<String, Long> reasons = new TreeMap<>();
        status.get("rejected_by")
                .forEach(reason -> reasons.put(
                        reason.get("stage").asText() + "/" + reason.get("code").asText(),
                        reason.get("count").asLong()));
        return reasons;
    }

    private static Map<String, Long> plannedReasons(Workload workload) {
        Map<String, Long> reasons = new TreeMap<>();
        for (PlannedLine line : workload.lines()) {
            if (line.expected() instanceof Expected.Reason reason) {
                reasons.merge(reason.stage() + "/" + reason.code(), 1L, Long::sum);
            }
        }
        return reasons;
    }
}
