package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.runner.ledger.StatusWatch;
import io.multiget.runner.ledger.Workload;
import io.multiget.simulator.LoggedCall;
import io.multiget.simulator.SimulatorStats;
import io.multiget.simulator.SimulatorStats.IdCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A judge that cannot say no is none: each of them, on a run in which its promise was broken. */
class PromisesTest {
    private static final int LINES = 100;
    private static final int RATE = 10;
    private static final Instant STRUCK = Instant.parse("2026-11-27T00:00:00Z");
    private static final Fault FAULT =
            new Fault("a fault", Duration.ZERO, 1, false, 5, Optional.empty(), false, Fault.NOTHING, Fault.NOTHING);
    private static final Workload WORKLOAD = Workload.ordinary(1, LINES);

    private List<String> differences = List.of();
    private long landed = LINES;
    private Witness watch = new Witness(List.of(), 20);
    private Witness landing = new Witness(List.of(), 20);
    private final List<LoggedCall> calls = new ArrayList<>(List.of(call(1, 0, "a", "200")));
    private long itemCalls = 5;
    private long itemsAsked = LINES;
    private long deadLetters;
    private final List<Evidence.Struck> struck = new ArrayList<>(List.of(struck(50, true, Duration.ofSeconds(1))));

    PromisesTest() {
        calls.add(call(2, 10_200, "a", "429"));
    }

    @Test
    void shouldFindNothingInAGoodRun() {
        for (Promise promise : Promises.ALL) {
            assertThat(promise.broken(evidence()))
                    .as(promise.getClass().getSimpleName())
                    .isEmpty();
        }
    }

    @Test
    void shouldMissALine() {
        differences = List.of("row 7 has no row");

        assertThat(new EveryRecordEndsOnce().broken(evidence())).containsExactly("row 7 has no row");
    }

    @Test
    void shouldSeeAMiscount() {
        landed = LINES - 1;

        assertThat(new BooksBalance().broken(evidence())).hasSize(1);
    }

    @Test
    void shouldSeeAStatusThatWentBack() {
        watch = new Witness(List.of("read went back"), 20);

        assertThat(new StatusNeverGoesBack().broken(evidence())).contains("read went back");
    }

    @Test
    void shouldNotBelieveAWitnessWhoHardlyLooked() {
        watch = new Witness(List.of(), 3);
        landing = new Witness(List.of(), 0);

        assertThat(new StatusNeverGoesBack().broken(evidence())).isNotEmpty();
        assertThat(new LandedMeansInTheTable().broken(evidence())).isNotEmpty();
    }

    @Test
    void shouldWantToBeToldInTimeWhatIsWaitedFor() {
        strike(FAULT.waitedFor("sink", Duration.ofSeconds(2)));
        List<String> untold = new TroubleIsTold().broken(evidence());
        watch = waits(
                new StatusWatch.Wait("sink", STRUCK.minusSeconds(1), STRUCK.plusSeconds(1))); // of an earlier fault
        List<String> toldOfAnother = new TroubleIsTold().broken(evidence());
        watch = waits(new StatusWatch.Wait("sink", STRUCK, STRUCK.plusSeconds(3)));
        List<String> late = new TroubleIsTold().broken(evidence());
        watch = waits(new StatusWatch.Wait("sink", STRUCK, STRUCK.plusSeconds(2)));

        assertThat(untold).hasSize(1);
        assertThat(toldOfAnother).hasSize(1);
        assertThat(late).singleElement().asString().contains("3000 ms");
        assertThat(new TroubleIsTold().broken(evidence())).isEmpty();
    }

    @Test
    void shouldWantToBeToldAtAllWhatIsWaitedFor() {
        strike(FAULT.waitedFor("sink"));
        watch = waits(new StatusWatch.Wait("api:market", STRUCK, STRUCK));
        List<String> untold = new TroubleIsTold().broken(evidence());
        watch = waits(new StatusWatch.Wait("sink", STRUCK, STRUCK.plusSeconds(100)));

        assertThat(untold).hasSize(1);
        assertThat(new TroubleIsTold().broken(evidence())).isEmpty();
    }

    private void strike(Fault fault) {
        struck.set(0, new Evidence.Struck(fault, 50, true, STRUCK, 0, 1, Duration.ZERO, Duration.ZERO));
    }

    private static Witness waits(StatusWatch.Wait wait) {
        return new Witness(List.of(), 20, List.of(wait));
    }

    @Test
    void shouldMissRowsThatWereSaidToHaveLanded() {
        landing = new Witness(List.of("the table has 3 rows"), 20);

        assertThat(new LandedMeansInTheTable().broken(evidence())).contains("the table has 3 rows");
    }

    @Test
    void shouldCountKeysThatWereAskedAgain() {
        itemsAsked = 20 * LINES + Site.WINDOW;

        assertThat(new CallsBounded().broken(evidence())).hasSize(1);
    }

    @Test
    void shouldCountCallsThatWereHardlyFull() {
        itemCalls = Site.WINDOW;

        assertThat(new CallsBounded().broken(evidence())).hasSize(1);
    }

    @Test
    void shouldSeeASecondWithTooManyCalls() {
        for (int i = 0; i < 3 * RATE; i++) {
            calls.add(call(10 + i, 20_000 + 30L * i, "a", "200"));
        }

        assertThat(new RateHolds().broken(evidence())).hasSize(1);
    }

    @Test
    void shouldSeeTwiceTheRateWhenItLasts() {
        for (int i = 0; i < 5 * RATE; i++) {
            calls.add(call(10 + i, 20_000 + 500L * i / RATE, "a", "200"));
        }

        assertThat(new RateHolds().broken(evidence())).hasSize(1);
    }

    @Test
    void shouldNotMindTheRateItself() {
        for (int i = 0; i < 5 * RATE; i++) {
            calls.add(call(10 + i, 20_000 + 1_000L * i / RATE, "a", "200"));
        }

        assertThat(new RateHolds().broken(evidence())).isEmpty();
    }

    @Test
    void shouldSeeACallBeforeRetryAfterIsOver() {
        calls.add(call(3, 10_300, "a", "429")); // on its way
        calls.add(call(4, 13_000, "b", "200")); // of another one, who was told nothing
        calls.add(call(5, 14_000, "a", "200"));
        calls.add(call(6, 15_300, "a", "200")); // in time

        assertThat(new NobodyCallsBeforeRetryAfter().broken(evidence()))
                .containsExactly("a called 3800 ms after it was told to wait 5000 ms");
    }

    @Test
    void shouldNotJudgeAStormThatNobodyMet() {
        calls.remove(1);

        assertThat(new NobodyCallsBeforeRetryAfter().broken(evidence())).containsExactly("nobody was told to wait");
    }

    @Test
    void shouldNoticeWhenWorkDoesNotGoOn() {
        struck.set(0, struck(50, true, Duration.ofSeconds(61)));

        assertThat(new WorkGoesOn().broken(evidence())).containsExactly("61 s after a fault");
    }

    @Test
    void shouldWantEveryFaultToStrikeInMidRun() {
        struck.set(0, struck(49, false, Duration.ZERO));
        List<String> complaints = new FaultsHitInMidRun().broken(evidence());
        struck.clear();

        assertThat(complaints).hasSize(2);
        assertThat(new FaultsHitInMidRun().broken(evidence())).hasSize(1);
    }

    @Test
    void shouldFindADeadLetterThatNobodyPlanted() {
        deadLetters = 1;

        assertThat(new NothingUnreadable().broken(evidence())).hasSize(1);
    }

    private Evidence evidence() {
        return new Evidence(
                WORKLOAD,
                differences,
                status(),
                List.of(watch),
                landing,
                RATE,
                calls,
                stats(0, 0, 0),
                stats(itemCalls, itemsAsked, LINES),
                deadLetters,
                0,
                List.of(FAULT),
                struck);
    }

    private static Evidence.Struck struck(long lines, boolean open, Duration back) {
        return new Evidence.Struck(FAULT, lines, open, STRUCK, 10_000, 20_000, Duration.ZERO, back);
    }

    private static LoggedCall call(long number, long millis, String host, String outcome) {
        return new LoggedCall(number, millis, "items", List.of("MLA1"), host, outcome);
    }

    private static SimulatorStats stats(long calls, long asked, long distinct) {
        return new SimulatorStats(
                Map.of(),
                calls,
                Map.of("items", new IdCounts(asked, distinct, 0, 0)),
                asked,
                distinct,
                0,
                Map.of(),
                0,
                Map.of("items", Map.of(20, calls)),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private JsonNode status() {
        ObjectMapper json = new ObjectMapper();
        return json.valueToTree(Map.of(
                "rows",
                Map.of(
                        "total",
                        LINES,
                        "read",
                        LINES,
                        "blank",
                        0,
                        "enriched",
                        WORKLOAD.enriched(),
                        "rejected",
                        WORKLOAD.rejected(),
                        "landed",
                        landed,
                        "in_flight",
                        0),
                "rejected_by",
                List.of(Map.of("stage", "item", "code", "not_found", "count", WORKLOAD.rejected()))));
    }
}
