package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three enrichers and one rate limit, counted where it counts: at the API. */
class SharedBudgetIT {
    private static final int CALLS_A_SECOND = 30;

    /** Each instance may catch up 20 ms, and one call is always allowed. */
    private static final int BURST = 3 * 2;

    /** A thread that a busy machine holds up for half a second delivers together what was sent apart. */
    private static final int HELD_UP = CALLS_A_SECOND / 2;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path data;

    @Test
    void shouldKeepToOneRateOverThreeInstancesWhileOneIsKilledAndComesBack() throws Exception {
        Workload workload = Workload.ordinary(7, 603);
        try (Simulator api = Simulator.start(SimulatorSettings.ephemeral());
                LocalSystem system = LocalSystem.start(LocalSettings.isolated(data)
                        .withInstances(1, 3)
                        .withEnvironment("MERCADOLIBRE_URL", api.url())
                        .withEnvironment("MERCADOLIBRE_RATE_LIMIT", CALLS_A_SECOND + " per 1s"))) {
            Uploads uploads = new Uploads(system.ingestUrl(0));

            UUID upload = uploads.upload("budget.csv", workload.file());
            untilFinished(uploads, upload, workload.lines().size() / 10);
            system.enricher(1).kill9();
            untilFinished(uploads, upload, workload.lines().size() / 3);
            system.enricher(1).start();
            JsonNode status = untilLanded(uploads, upload);

            new Ledger(system.jdbcUrl(), "multiget").shouldBalance(upload, workload, status);
            assertThat(api.stats().mostCallsPerSecond())
                    .isBetween(CALLS_A_SECOND / 2, CALLS_A_SECOND + BURST + HELD_UP);
            assertThat(api.stats().callsTotal()).isGreaterThan(3L * CALLS_A_SECOND);
        }
    }

    private static void untilFinished(Uploads uploads, UUID upload, int lines) {
        await("progress").atMost(PATIENCE).ignoreExceptions().until(() -> {
            JsonNode rows = uploads.status(upload).body().get("rows");
            return rows.get("enriched").asLong() + rows.get("rejected").asLong() >= lines;
        });
    }

    private static JsonNode untilLanded(Uploads uploads, UUID upload) {
        await("landed")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> uploads.status(upload).body().get("state").asText().equals("landed"));
        return uploads.status(upload).body();
    }
}
