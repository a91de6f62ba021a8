package io.multiget.runner.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/** The status object, read where the command needs it. Absent and null counts are 0. */
record UploadStatus(JsonNode json) {
    private static final Set<String> END = Set.of("landed", "failed", "cancelled");

    String id() {
        return text("upload_id");
    }

    String pipeline() {
        return text("pipeline");
    }

    int attempt() {
        return json.path("attempt").asInt();
    }

    String file() {
        return Console.plain(text("file"));
    }

    String state() {
        return text("state");
    }

    boolean ended() {
        return END.contains(state());
    }

    /** In the table, every one of them. */
    boolean landed() {
        return state().equals("landed");
    }

    long rows(String name) {
        return json.path("rows").path(name).asLong();
    }

    boolean totalKnown() {
        return json.path("rows").path("total").isNumber();
    }

    /** Every line is in a bucket and every bucket is in the table. */
    boolean balanced() {
        long total = rows("total");
        return total == rows("enriched") + rows("rejected") && total == rows("landed");
    }

    long done() {
        return rows("enriched") + rows("rejected") + rows("unprocessed");
    }

    /** What it waits for, empty if for nothing. */
    String waiting() {
        JsonNode waiting = json.path("waiting");
        return waiting.isObject()
                ? Console.plain("waiting for %s: %s"
                        .formatted(
                                waiting.path("on").asText(),
                                waiting.path("reason").asText()))
                : "";
    }

    /** Why it failed, empty if it did not. */
    String error() {
        JsonNode error = json.path("error");
        return error.isObject()
                ? Console.plain("%s: %s"
                        .formatted(
                                error.path("code").asText(),
                                error.path("message").asText()))
                : "";
    }

    /** One line, short enough for a terminal. */
    String line() {
        StringBuilder line = new StringBuilder(state());
        if (totalKnown()) {
            line.append(" %,d of %,d".formatted(done(), rows("total")));
        } else {
            line.append(" %,d read".formatted(rows("read")));
        }
        line.append(", %,d enriched, %,d rejected, %,d landed"
                .formatted(rows("enriched"), rows("rejected"), rows("landed")));
        double rate = json.path("rate").asDouble();
        if (rate > 0) {
            line.append(String.format(Locale.ROOT, ", %,.0f/s", rate));
        }
        if (json.path("eta_seconds").isNumber()) {
            line.append(", ")
                    .append(duration(json.path("eta_seconds").asLong()))
                    .append(" left");
        }
        return waiting().isEmpty()
                ? line.toString()
                : line.append(", ").append(waiting()).toString();
    }

    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    private String text(String name) {
        return json.path(name).asText("");
    }
}
