package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.runner.ledger.ShippedPipeline;
import io.multiget.runner.ledger.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One system, and one fault after the other: every promise has to be kept in every run. */
class FaultsIT {
    private static final long SEED = 20_260_201L;
    private static final int LINES = 2_001;

    private static final int CALLS_A_SECOND = 40;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofSeconds(3);

    /** What users are promised of an API that answers nobody. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Duration LONG_ENOUGH_TO_BE_TOLD = Duration.ofSeconds(6);

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
    void shouldAskHardlyMoreThanItMustWithThreeInstancesAndNothingCached() {
        CallCount count = CallCount.of(site.firstUpload());

        assertThat(count.ratio()).as(count.toString()).isBetween(1.0, CallCount.LIMIT);
    }

    @Test
    void shouldKeepEveryPromiseWhenEnrichersAreKilledHeldAndThrottled() throws Exception {
        keepsEveryPromise(
                mixed(SEED),
                Faults.storesLost("enricher-2"),
                Faults.held("enricher-3", PAST_THE_SESSION),
                Faults.api("429, Retry-After", Map.of("down", "429", "retry_after", "3"), Duration.ofSeconds(5)));
    }

    @Test
    void shouldKeepEveryPromiseWithPoisonAndWhenIngestAndTheSinkAreKilled() throws Exception {
        keepsEveryPromise(
                mixed(SEED + 1),
                Faults.poison(),
                Faults.killed("ingest-1", AT_ONCE),
                Faults.killed("connect", AT_ONCE),
                Faults.killed("postgres", LONG_ENOUGH_TO_BE_TOLD).waitedFor("sink"));

        assertThat(site.planted()).isPositive();
    }

    @Test
    void shouldKeepEveryPromiseWhenTheBrokerIsKilledAndTheApiIsAway() throws Exception {
        keepsEveryPromise(
                ordinary(SEED + 2),
                Faults.killedTogether("broker", "enricher-2"),
                Faults.api("resets", Map.of("down", "reset"), LONG_ENOUGH_TO_BE_TOLD)
                        .waitedFor("api:mercadolibre", SOON),
                Faults.wiresToApi("half-open", Wire.SILENT, SHORT));
    }

    /** Uploads until every fault has struck: how many fit into one depends on how fast this machine is. */
    private static void keepsEveryPromise(IntFunction<Workload> workloads, Fault... faults) throws Exception {
        List<Fault> left = List.of(faults);
        int round = 0;
        do {
            Evidence evidence = new Ordeal(site, workloads.apply(round), left, System.out::println).endure();
            Promises.judge(evidence);
            left = left.subList(evidence.struck().size(), left.size());
            round++;
        } while (!left.isEmpty());
    }

    private static IntFunction<Workload> mixed(long seed) {
        return round -> Workload.mixed(seed + 100L * round, LINES);
    }

    private static IntFunction<Workload> ordinary(long seed) {
        return round -> Workload.ordinary(seed + 100L * round, LINES);
    }
}
