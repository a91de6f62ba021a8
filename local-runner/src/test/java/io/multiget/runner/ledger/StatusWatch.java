package io.multiget.runner.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Asks one instance for one upload's status five times a second, and judges every answer by itself and against the one
 * before: the books balance, nothing is counted that was not there, nothing goes back, and nobody is told that the upload
 * does not exist.
 */
public final class StatusWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final List<String> ONLY_FORWARD = List.of("read", "enriched", "rejected", "landed");

    private final Uploads uploads;
    private final UUID upload;
    private final Workload workload;
    private final List<String> complaints = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private final Watch watch;
    private JsonNode last;
    private int answers;

    @SuppressWarnings("NullAway.Init") // no answer before the first
    public StatusWatch(Uploads uploads, UUID upload, Workload workload) {
        this.uploads = uploads;
        this.upload = upload;
        this.workload = workload;
        this.watch = Watch.every(PAUSE, "watch-" + upload, this::look);
    }

    /**
     * An answer that the upload waits.
     *
     * @param on what for, as the status names it
     * @param since when that began, as the status says
     * @param told when the answer came
     */
    public record Wait(String on, Instant since, Instant told) {}

    /** What was wrong, in order; the first are enough. */
    public synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What the upload was said to wait for, in order. */
    public synchronized List<Wait> waits() {
        return List.copyOf(waits);
    }

    public synchronized int answers() {
        return answers;
    }

    @Override
    public void close() {
        watch.close();
    }

    private void look() {
        Uploads.Answer answer;
        try {
            answer = uploads.status(upload);
        } catch (UncheckedIOException instanceIsDown) {
            return;
        }
        synchronized (this) {
            if (answer.code() == 200) {
                judge(answer.body());
                last = answer.body();
                if (!last.get("waiting").isNull()) {
                    JsonNode waiting = last.get("waiting");
                    Instant since = Instant.parse(waiting.get("since").asText());
                    waits.add(new Wait(waiting.get("on").asText(), since, Instant.now()));
                }
                answers++;
            } else if (answer.code() != 503) {
                complaints.add("answered " + answer);
            }
        }
    }

    private void judge(JsonNode status) {
        JsonNode rows = status.get("rows");
        long whole = rows.get("total").isNull() ? number(rows, "read") : number(rows, "total");
        long books = number(rows, "enriched")
                + number(rows, "rejected")
                + number(rows, "unprocessed")
                + number(rows, "in_flight");
        require(books == whole, "the books do not balance", status);
        require(number(rows, "read") <= workload.lines().size(), "more read than there are", status);
        require(number(rows, "enriched") <= workload.enriched(), "more enriched than there are", status);
        require(number(rows, "rejected") <= workload.rejected(), "more rejected than there are", status);
        require(
                number(rows, "landed") <= number(rows, "enriched") + number(rows, "rejected"),
                "more landed than finished",
                status);
        if (last != null && last.get("attempt").equals(status.get("attempt"))) {
            for (String count : ONLY_FORWARD) {
                require(number(rows, count) >= number(last.get("rows"), count), count + " went back", status);
            }
        }
    }

    private void require(boolean holds, String complaint, JsonNode status) {
        if (!holds) {
            complaints.add(complaint + ": " + status + (last == null ? "" : " after " + last));
        }
    }

    private static long number(JsonNode rows, String name) {
        return rows.get(name).asLong();
    }
}
