package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.runner.ledger.ShippedPipeline;
import io.multiget.runner.ledger.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One system, and one fault after the other: every promise has to be kept in every run. */
class FaultsIT {
    private static final long SEED = 20_260_201L;
    private static final int LINES = 3_001;
    private static final int CALLS_A_SECOND = 40;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofSeconds(3);

    /** The others have taken over by then. */
    private static final Duration PAST_THE_SESSION = Duration.ofSeconds(12);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path data;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        Path pipelines = ShippedPipeline.impatientIn(data.resolve("pipelines"));
        site = Site.open(data.resolve("system"), pipelines, CALLS_A_SECOND);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void shouldKeepEveryPromiseWhenNothingGoesWrong() throws Exception {
        keepsEveryPromise(Workload.ordinary(SEED, 1_003));
    }

    @Test
    void shouldKeepEveryPromiseWhenEnrichersAreKilledAndStopped() throws Exception {
        keepsEveryPromise(
                Workload.mixed(SEED + 1, LINES),
                Faults.killed("enricher-1", AT_ONCE),
                Faults.stateLost("enricher-2"),
                Faults.held("enricher-3", PAST_THE_SESSION),
                Faults.terminated("enricher-1"));
    }

    @Test
    void shouldKeepEveryPromiseWhenIngestAndTheSinkAreKilled() throws Exception {
        keepsEveryPromise(
                Workload.mixed(SEED + 2, LINES),
                Faults.killed("ingest-1", AT_ONCE),
                Faults.killed("connect", AT_ONCE),
                Faults.killed("postgres", SHORT));
    }

    @Test
    void shouldKeepEveryPromiseWhenTheBrokerIsKilled() throws Exception {
        keepsEveryPromise(Workload.ordinary(SEED + 3, LINES), Faults.killedTogether("broker", "enricher-2"));
    }

    @Test
    void shouldKeepEveryPromiseWhenTheApiIsAway() throws Exception {
        keepsEveryPromise(
                Workload.ordinary(SEED + 4, LINES),
                Faults.api("resets", Map.of("down", "reset"), SHORT),
                Faults.api("429, Retry-After", Map.of("down", "429", "retry_after", "3"), Duration.ofSeconds(5)));
    }

    @Test
    void shouldKeepEveryPromiseOnBadWires() throws Exception {
        keepsEveryPromise(
                Workload.ordinary(SEED + 5, LINES),
                Faults.wire(Site.Door.BROKER, "1 to 7 bytes a write", Wire.sliced(7), SHORT),
                Faults.wiresToApi("half-open", Wire.SILENT, SHORT),
                Faults.wire(Site.Door.POSTGRES, "cut after 5,000 bytes", Wire.cutAfter(5_000), SHORT));
    }

    @Test
    void shouldKeepEveryPromiseWithPoisonInItsTopics() throws Exception {
        keepsEveryPromise(Workload.mixed(SEED + 6, LINES), Faults.poison());

        assertThat(site.planted()).isPositive();
    }

    private static void keepsEveryPromise(Workload workload, Fault... faults) throws Exception {
        Evidence evidence = new Ordeal(site, workload, List.of(faults), System.out::println).endure();

        Promises.judge(evidence);
    }
}
