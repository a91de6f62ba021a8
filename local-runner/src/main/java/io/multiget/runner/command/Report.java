package io.multiget.runner.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of an upload, for a person. */
record Report(Console console, Session session, UploadClient client, Tables tables) {
    private static final int SAMPLE = 5;
    private static final int CELL = 40;

    void print(UploadStatus status) {
        console.result(
                "%s: %s%s, %,d lines".formatted(status.file(), status.state(), took(status), status.rows("total")));
        console.result("  enriched    %,9d".formatted(status.rows("enriched")));
        console.result("  rejected    %,9d".formatted(status.rows("rejected")));
        for (JsonNode reject : status.json().path("rejected_by")) {
            console.result("    %-24s %,9d"
                    .formatted(
                            Console.plain(reject.path("stage").asText() + " "
                                    + reject.path("code").asText()),
                            reject.path("count").asLong()));
        }
        if (status.rows("unprocessed") > 0) {
            console.result("  unprocessed %,9d".formatted(status.rows("unprocessed")));
        }
        for (JsonNode stage : status.json().path("stages")) {
            console.result("  %s: %,d calls, %,d cache hits, %,d not found, %,d retries, %,d throttled"
                    .formatted(
                            Console.plain(stage.path("name").asText()),
                            stage.path("calls").asLong(),
                            stage.path("cache_hits").asLong(),
                            stage.path("not_found").asLong(),
                            stage.path("retries").asLong(),
                            stage.path("throttled").asLong()));
        }
        if (status.landed()) {
            sample(status);
            howToSee(status);
        }
    }

    private static String took(UploadStatus status) {
        // A replay's time is its own.
        String from = status.json()
                .path(status.attempt() > 1 ? "started_at" : "created_at")
                .asText("");
        String to = status.json().path("landed_at").asText("");
        if (from.isEmpty() || to.isEmpty()) {
            return "";
        }
        Duration time = Duration.between(Instant.parse(from), Instant.parse(to));
        return time.toMinutes() > 0
                ? " in " + UploadStatus.duration(time.toSeconds())
                : " in %.1f s".formatted(time.toMillis() / 1000.0);
    }

    private void sample(UploadStatus status) {
        List<JsonNode> rows = firstRows(status);
        if (rows.isEmpty()) {
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(rows.get(0).properties().stream().map(Map.Entry::getKey).toList());
        rows.forEach(row -> cells.add(
                row.properties().stream().map(field -> cell(field.getValue())).toList()));
        console.result("");
        table(cells).forEach(console::result);
    }

    private List<JsonNode> firstRows(UploadStatus status) {
        try {
            return status.rows("enriched") == 0 ? List.of() : client.firstRows(status.id(), SAMPLE);
        } catch (IOException e) {
            // A sample less changes nothing about what has landed.
            console.say("The first rows cannot be shown: " + e.getMessage());
            return List.of();
        }
    }

    private static String cell(JsonNode value) {
        String text = value.isNull() ? "" : Console.plain(value.asText());
        return text.length() <= CELL ? text : text.substring(0, CELL - 3) + "...";
    }

    private static List<String> table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append("  ")
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()));
        }
        return line.toString().stripTrailing();
    }

    private void howToSee(UploadStatus status) {
        console.result("");
        if (session.ends()) {
            console.result("The system stops now; `./multiget up` shows the rows again:");
        }
        console.result(Psql.command(session, query(status)));
    }

    /** Empty if the table is not known here: another command may have started the system, with other pipelines. */
    private String query(UploadStatus status) {
        return tables.of(status.pipeline())
                .map(table ->
                        "select * from %s where upload_id = '%s' order by row limit 20".formatted(table, status.id()))
                .orElse("");
    }
}
