package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole system, as real processes, against the ledger, undisturbed; with faults it is judged by {@code FaultsIT}. */
@ExtendWith(CommonSystem.Resolver.class)
class LedgerIT {
    private static final long SEED = 20_260_101L;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static Ledger ledger;
    private static Uploads uploads;
    private static Uploads other;

    @BeforeAll
    static void start(CommonSystem common) {
        ledger = common.ledger();
        uploads = common.uploads(0);
        other = common.uploads(1);
    }

    @Test
    void shouldAccountForEveryLineOfMixedFates() throws SQLException {
        Workload workload = Workload.mixed(SEED, 5_001);

        UUID upload = uploads.upload("mixed.csv", workload.file());
        JsonNode status = untilLanded(upload, workload);

        ledger.shouldBalance(upload, workload, status);
    }

    @Test
    void shouldAccountForAFileOfFiveLines() throws SQLException {
        Workload workload = Workload.ordinary(SEED, 5);

        UUID upload = uploads.upload("five.csv", workload.file());
        JsonNode status = untilLanded(upload, workload);

        ledger.shouldBalance(upload, workload, status);
    }

    @Test
    void shouldKnowAnUploadOnTheOtherInstanceFromTheFirstMoment() throws SQLException {
        Workload workload = Workload.ordinary(SEED + 6, 303);

        UUID upload = uploads.upload("elsewhere.csv", workload.file());
        Uploads.Answer first = other.status(upload);
        try (StatusWatch watch = new StatusWatch(other, upload, workload)) {
            untilLanded(upload, workload);
            await("landed, seen from the other instance")
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            other.status(upload).body().get("state").asText().equals("landed"));
            assertThat(watch.complaints()).isEmpty();
        }

        assertThat(first.code()).isEqualTo(200);
        ledger.shouldBalance(upload, workload, other.status(upload).body());
    }

    /** A file of other people's, so it is not in this repository; where the folder beside it is missing, this is skipped. */
    @Test
    void shouldAccountForTheRealFile() throws Exception {
        Path file = Path.of("..", "..", "shared", "data", "technical_challenge_data.csv");
        assumeTrue(Files.exists(file), () -> file + " is not there: the real file is not checked");

        UUID upload = uploads.upload("real.csv", Files.readAllBytes(file));
        await("landed")
                .atMost(PATIENCE)
                .until(() -> uploads.status(upload).body().get("state").asText().equals("landed"));

        JsonNode rows = uploads.status(upload).body().get("rows");
        assertThat(rows.get("total").asLong()).isEqualTo(2_000);
        assertThat(rows.get("enriched").asLong() + rows.get("rejected").asLong())
                .isEqualTo(2_000);
        assertThat(rows.get("landed").asLong()).isEqualTo(2_000);
        assertThat(ledger.query("select string_agg(line || ' ' || code, ', ' order by line) from items where"
                        + " stage = 'input' and upload_id = '" + upload + "'"))
                .isEqualTo("783 invalid_site, 1061 not_a_number, 1303 empty_value, 1559 invalid_site,"
                        + " 1680 empty_value");
    }

    @Test
    void shouldRewriteTheSameTableWhenAnUploadIsReplayed() throws SQLException {
        Workload workload = Workload.ordinary(SEED + 4, 1_003);
        UUID upload = uploads.upload("replayed.csv", workload.file());
        untilLanded(upload, workload);
        String before = ledger.fingerprint(upload);
        long calls = calls(uploads.status(upload).body());

        Uploads.Answer planned = uploads.replay(upload, "only=all&dry_run=true");
        Uploads.Answer accepted = uploads.replay(upload, "only=all");
        JsonNode status = untilLandedAgain(upload, 2);

        assertThat(calls).isPositive();
        assertThat(planned.body().get("lines").asLong()).isEqualTo(1_003);
        assertThat(accepted.code()).isEqualTo(202);
        assertThat(calls(status)).as("calls of the replay").isZero();
        assertThat(ledger.fingerprint(upload)).isEqualTo(before);
        assertThat(ledger.query("select count(*) from items where attempt = 2 and upload_id = '" + upload + "'"))
                .isEqualTo("1003");
        ledger.shouldBalance(upload, workload, status);
    }

    private static JsonNode untilLanded(UUID upload, Workload workload) {
        try (StatusWatch watch = new StatusWatch(uploads, upload, workload)) {
            await("landed")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> {
                        String state =
                                uploads.status(upload).body().get("state").asText();
                        assertThat(state).isNotIn("failed", "cancelled");
                        return state.equals("landed");
                    });
            assertThat(watch.complaints()).isEmpty();
        }
        return uploads.status(upload).body();
    }

    private static JsonNode untilLandedAgain(UUID upload, int attempt) {
        await("landed in attempt " + attempt).atMost(PATIENCE).until(() -> {
            JsonNode status = uploads.status(upload).body();
            return status.get("attempt").asInt() == attempt
                    && status.get("state").asText().equals("landed");
        });
        return uploads.status(upload).body();
    }

    private static long calls(JsonNode status) {
        long calls = 0;
        for (JsonNode stage : status.get("stages")) {
            calls += stage.get("calls").asLong();
        }
        return calls;
    }
}
