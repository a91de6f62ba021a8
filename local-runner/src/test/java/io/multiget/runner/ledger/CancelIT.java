package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.LocalSystem;
import io.multiget.simulator.LoggedCall;
import io.multiget.simulator.Simulator;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cancel in every state, against real processes: it ends soon, whoever is away, and with every line accounted for. */
@ExtendWith(CommonSystem.Resolver.class)
class CancelIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Commits, words of progress and the sink's commits take a second each; a busy machine takes longer. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Simulator api;
    private static LocalSystem system;
    private static Ledger ledger;
    private static Uploads uploads;

    @BeforeAll
    static void start(CommonSystem common) {
        api = common.api();
        system = common.system();
        ledger = common.ledger();
        uploads = common.uploads(0);
    }

    @AfterEach
    void heal(CommonSystem common) {
        common.heal();
    }

    @Test
    void shouldEndWhileTheApiIsDownAndAskNothingMoreOnceItIsBack() throws SQLException {
        Workload workload = Workload.ordinary(1, 6_001);
        UUID upload = uploads.upload("down.csv", workload.file());
        try (StatusWatch watch = new StatusWatch(uploads, upload, workload)) {
            untilFinished(upload, 500);
            api.change("down", "503");
            untilState(upload, "waiting");

            Uploads.Answer first = uploads.control(upload, "cancel");
            Uploads.Answer second = uploads.control(upload, "cancel");
            JsonNode status = untilState(upload, "cancelled");
            String rows = rowsOf(upload);
            long callsByThen = api.stats().callsTotal();
            Uploads.Answer third = uploads.control(upload, "cancel");

            assertThat(List.of(first.code(), second.code(), third.code())).containsOnly(202);
            assertThat(third.body().get("state").asText()).isEqualTo("cancelled");
            shouldBalance(status, rows);
            assertThat(number(status, "withdrawn")).isPositive();
            assertThat(number(status, "unprocessed")).isGreaterThan(number(status, "withdrawn"));

            api.change("down", "");
            Workload other = Workload.ordinary(2, 203);
            landed(uploads.upload("other.csv", other.file()), other);

            Set<String> unanswered = keysWithoutRow(upload, workload);
            unanswered.removeAll(answeredBefore(callsByThen));
            assertThat(idsOf(api.callsAfter(callsByThen))).doesNotContainAnyElementsOf(unanswered);
            assertThat(rowsOf(upload)).isEqualTo(rows);
            assertThat(uploads.status(upload).body().get("rows")).isEqualTo(status.get("rows"));
            assertThat(watch.complaints()).isEmpty();
        }
    }

    @Test
    void shouldAskAboutTheWithdrawnLinesWhenTheUploadIsReplayed() throws SQLException {
        Workload workload = Workload.ordinary(3, 4_001);
        UUID upload = cancelledWhileTheApiIsDown(workload);
        JsonNode cancelled = uploads.status(upload).body();
        api.change("down", "");

        Uploads.Answer accepted = uploads.replay(upload, "only=all");
        JsonNode status = until(
                "landed in attempt 2",
                upload,
                PATIENCE,
                now -> now.path("attempt").asInt() == 2
                        && now.path("state").asText().equals("landed"));

        assertThat(accepted.code()).isEqualTo(202);
        shouldBalance(status, rowsOf(upload));
        assertThat(number(status, "withdrawn")).isZero();
        assertThat(number(status, "unprocessed"))
                .isEqualTo(number(cancelled, "unprocessed") - number(cancelled, "withdrawn"));
    }

    @Test
    void shouldKeepTheRowsOfAReplayThatIsCancelledWhileTheApiIsDown() throws SQLException {
        Workload workload = Workload.ordinary(4, 4_001);
        UUID upload = cancelledWhileTheApiIsDown(workload);
        JsonNode before = uploads.status(upload).body();
        Set<String> rows = outcomesOf(upload);

        uploads.replay(upload, "only=all");
        untilState(upload, "waiting");
        uploads.control(upload, "cancel");
        JsonNode status = untilState(upload, "cancelled");

        assertThat(status.get("attempt").asInt()).isEqualTo(2);
        shouldBalance(before, counted(rows));
        shouldBalance(status, rowsOf(upload));
        assertThat(outcomesOf(upload)).isEqualTo(rows);
        assertThat(number(status, "unprocessed")).isEqualTo(number(before, "unprocessed"));
    }

    @Test
    void shouldEndWhenTheEnricherWasDownWhenItWasCancelled() throws Exception {
        Workload workload = Workload.ordinary(5, 4_001);
        UUID upload = uploads.upload("killed.csv", workload.file());
        try (StatusWatch watch = new StatusWatch(uploads, upload, workload)) {
            untilFinished(upload, 200);
            api.change("down", "503");
            untilState(upload, "waiting");

            system.enricher(0).kill9();
            uploads.control(upload, "cancel");
            system.enricher(0).start();
            JsonNode status = untilState(upload, "cancelled");

            shouldBalance(status, rowsOf(upload));
            assertThat(watch.complaints()).isEmpty();
        }
    }

    @Test
    void shouldSayCancelledOnlyOnceTheRowsAreThereAndWhatItWaitsForUntilThen() throws Exception {
        Workload workload = Workload.ordinary(6, 6_001);
        UUID upload = uploads.upload("sink.csv", workload.file());
        try (StatusWatch watch = new StatusWatch(uploads, upload, workload)) {
            untilFinished(upload, 500);
            system.postgres().kill9();

            uploads.control(upload, "cancel");
            until(
                    "cancelling, and it says that it waits for the sink",
                    upload,
                    SOON,
                    now -> now.path("state").asText().equals("cancelling")
                            && number(now, "in_flight") == 0
                            && now.path("waiting").path("on").asText().equals("sink"));
            system.postgres().start();
            JsonNode status = untilState(upload, "cancelled");

            shouldBalance(status, rowsOf(upload));
            assertThat(watch.complaints()).isEmpty();
        }
    }

    @Test
    void shouldStayLandedWhenItIsCancelledAfterwards() throws SQLException {
        Workload workload = Workload.ordinary(7, 103);
        UUID upload = uploads.upload("landed.csv", workload.file());
        JsonNode before = landed(upload, workload);

        Uploads.Answer answer = uploads.control(upload, "cancel");

        assertThat(answer.code()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(before);
        assertThat(uploads.status(upload).body()).isEqualTo(before);
        ledger.shouldBalance(upload, workload, before);
    }

    private static UUID cancelledWhileTheApiIsDown(Workload workload) {
        UUID upload = uploads.upload("cancelled.csv", workload.file());
        untilFinished(upload, 200);
        api.change("down", "503");
        untilState(upload, "waiting");
        uploads.control(upload, "cancel");
        untilState(upload, "cancelled");
        return upload;
    }

    private static void untilFinished(UUID upload, long lines) {
        until("progress", upload, PATIENCE, status -> number(status, "enriched") + number(status, "rejected") >= lines);
    }

    private static JsonNode untilState(UUID upload, String state) {
        return until(
                state, upload, SOON, status -> status.path("state").asText().equals(state));
    }

    private static JsonNode landed(UUID upload, Workload workload) throws SQLException {
        JsonNode status = until(
                "landed", upload, PATIENCE, now -> now.path("state").asText().equals("landed"));
        ledger.shouldBalance(upload, workload, status);
        return status;
    }

    /** An answer without a status, as from a store that is being restored, is not judged, and asked for again. */
    private static JsonNode until(String what, UUID upload, Duration atMost, Predicate<JsonNode> there) {
        return await(what)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> uploads.status(upload).body(), there);
    }

    /** Every line in one bucket, none in flight, and the table says the same. */
    private static void shouldBalance(JsonNode status, String rows) {
        assertThat(number(status, "in_flight")).isZero();
        assertThat(number(status, "enriched") + number(status, "rejected") + number(status, "unprocessed"))
                .isEqualTo(number(status, "total"));
        assertThat(rows)
                .isEqualTo(number(status, "enriched") + " enriched, " + number(status, "rejected") + " rejected");
        assertThat(number(status, "landed")).isEqualTo(number(status, "enriched") + number(status, "rejected"));
        assertThat(status.get("waiting").isNull()).isTrue();
    }

    private static String rowsOf(UUID upload) throws SQLException {
        return counted(outcomesOf(upload));
    }

    private static String counted(Set<String> outcomes) {
        return outcomesOf(outcomes, "enriched") + " enriched, " + outcomesOf(outcomes, "rejected") + " rejected";
    }

    private static long outcomesOf(Set<String> outcomes, String status) {
        return outcomes.stream().filter(row -> row.endsWith(status)).count();
    }

    /** Each row of the table with its status. */
    private static Set<String> outcomesOf(UUID upload) throws SQLException {
        String rows = ledger.query(
                "select string_agg(row || ' ' || status, ',') from items where upload_id = '" + upload + "'");
        return Set.of(rows.split(","));
    }

    private static Set<String> keysWithoutRow(UUID upload, Workload workload) throws SQLException {
        String rows = ledger.query(
                "select ',' || string_agg(row::text, ',') || ',' from items where upload_id = '" + upload + "'");
        return workload.lines().stream()
                .filter(line -> !rows.contains("," + line.row() + ","))
                .map(line -> line.text().replace(",", ""))
                .collect(Collectors.toSet());
    }

    /** Those may be asked again, to find out whether the API is back. */
    private static Set<String> answeredBefore(long number) {
        return idsOf(api.callsAfter(0).stream()
                .filter(call -> call.number() <= number && call.outcome().equals("200"))
                .toList());
    }

    private static Set<String> idsOf(List<LoggedCall> calls) {
        return calls.stream().map(LoggedCall::ids).flatMap(List::stream).collect(Collectors.toSet());
    }

    private static long number(JsonNode status, String name) {
        return status.path("rows").path(name).asLong();
    }
}
