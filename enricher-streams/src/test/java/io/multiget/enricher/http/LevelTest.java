package io.multiget.enricher.http;

import static io.multiget.enricher.http.EnginePlay.failed;
import static io.multiget.enricher.http.EnginePlay.found;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.RateLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Concurrency and rate find the level that an API bears, whatever it is, and leave it when it changes. */
class LevelTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int CEILING = 64;

    private final TestApi market = TestApi.market().withConcurrency(CEILING);
    private final SplittableRandom luck = new SplittableRandom(11);

    private static long millis(double millis) {
        return (long) (millis * 1e6);
    }

    private static EnginePlay busy(TestApi api, int calls) {
        EnginePlay play = new EnginePlay(api.pipeline());
        play.ask(IntStream.range(0, calls).mapToObj(i -> api.category("c" + i)).toArray(Question[]::new));
        return play;
    }

    /** Calls a second over that time. */
    private static double throughput(EnginePlay play, Duration time) {
        int before = play.sent.size();
        play.run(time);
        return (play.sent.size() - before) / (time.toMillis() / 1e3);
    }

    private static int limit(EnginePlay play) {
        return play.levels().get(0).limit();
    }

    // Latency.

    @ParameterizedTest
    @ValueSource(ints = {5, 200, 2_000})
    void shouldReachTheCeilingHoweverSlowTheApiIs(int latency) {
        EnginePlay play = busy(market, 30_000).latency(call -> millis(latency));
        play.run(Duration.ofMillis(12L * latency)); // it doubles up to the ceiling

        double best = CEILING * 1_000.0 / latency;

        assertThat(throughput(play, Duration.ofMillis(100L * latency))).isGreaterThan(0.95 * best);
    }

    @ParameterizedTest
    @CsvSource({"uniform", "exponential"})
    void shouldStayNearTheCeilingHoweverUnsteadyTheLatencyIs(String kind) {
        EnginePlay play = busy(market, 30_000)
                .latency(call -> kind.equals("uniform")
                        ? millis(1 + luck.nextInt(400))
                        : millis(1 - 200 * Math.log(1 - luck.nextDouble())));
        play.run(Duration.ofSeconds(4));

        double best = CEILING / 0.2;

        assertThat(throughput(play, Duration.ofSeconds(60))).isGreaterThan(0.85 * best);
    }

    @Test
    void shouldNotLetAFewSlowCallsHoldUpTheOthers() {
        EnginePlay play = busy(market, 30_000).latency(call -> luck.nextInt(100) < 5 ? millis(30_000) : millis(50));
        play.run(Duration.ofMinutes(2));

        double best = CEILING / (0.05 * 30 + 0.95 * 0.05);

        assertThat(limit(play)).isEqualTo(CEILING);
        assertThat(throughput(play, Duration.ofMinutes(2))).isGreaterThan(0.85 * best);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 28})
    void shouldNotQueueAtTheApiForLongAndYetKeepItBusy(int atOnce) {
        EnginePlay play = busy(market, 60_000);
        play.latency(call -> millis(50.0 * Math.max(1, play.inFlight() / (double) atOnce)));
        play.run(Duration.ofSeconds(20));

        double served = throughput(play, Duration.ofSeconds(30));

        assertThat(served).isGreaterThan(0.9 * atOnce / 0.05);
        assertThat(limit(play)).isLessThan(3 * atOnce);
    }

    @Test
    void shouldReturnToTheCeilingWhenTheApiGetsSlowerForItsOwnReasons() {
        long[] latency = {millis(50)};
        EnginePlay play = busy(market, 30_000).latency(call -> latency[0]);
        play.run(Duration.ofSeconds(5));

        latency[0] = millis(250);
        play.run(Duration.ofSeconds(10));

        assertThat(limit(play)).isEqualTo(CEILING);
    }

    // Failures.

    /** One of its lookups finds out for all: they share the calls that a cut costs. */
    @Test
    void shouldBeCutOnceWhenAllOfTheApiGetsSlower() {
        EnginePlay play = busy(market, 40_000);
        play.ask(IntStream.range(0, 400_000).mapToObj(i -> market.item("i" + i)).toArray(Question[]::new));
        play.latency(call -> millis(20));
        play.run(Duration.ofSeconds(10));

        play.latency(call -> millis(120));
        int cuts = 0;
        int before = limit(play);
        for (int i = 0; i < 3_000; i++) {
            play.run(Duration.ofMillis(10));
            cuts += limit(play) < before ? 1 : 0;
            before = limit(play);
        }

        assertThat(cuts).isEqualTo(1);
        assertThat(before).isEqualTo(CEILING);
    }

    /** Items get slower for their own reasons, and categories queue: that is found all the same. */
    @Test
    void shouldFindAQueueOfOneLookupAfterAnotherOneGotSlower() {
        LatencyWatch watch = new LatencyWatch();
        feed(watch, 0, 10);
        watch.slowerBy(millis(100));

        assertThat(feed(watch, 2_000, 100)).isEqualTo(LatencyWatch.Sign.NONE);
        assertThat(feed(watch, 4_000, 300)).isEqualTo(LatencyWatch.Sign.QUEUEING);
    }

    /** The first sign within a second of that latency, or none; in milliseconds. */
    private static LatencyWatch.Sign feed(LatencyWatch watch, int from, int latency) {
        LatencyWatch.Sign last = LatencyWatch.Sign.NONE;
        for (int i = 0; i < 100 && last == LatencyWatch.Sign.NONE; i++) {
            long sent = millis(from + 10.0 * i);
            last = watch.answered(sent, sent + millis(latency), sent + millis(latency), 8);
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TIMED_OUT", "THROTTLED", "UNREACHABLE"})
    void shouldFindTheLevelOfAnApiThatFailsBeyondIt(Trouble trouble) {
        EnginePlay play = busy(market, 30_000).latency(Duration.ofMillis(100));
        int[] failed = {0};
        play.api(call -> {
            boolean tooMany = play.inFlight() > 12;
            failed[0] += tooMany ? 1 : 0;
            return tooMany ? failed(trouble) : found(call);
        });
        play.run(Duration.ofSeconds(60));
        failed[0] = 0;

        double calls = throughput(play, Duration.ofSeconds(60));

        assertThat(failed[0] / (60 * calls)).isLessThan(0.15);
        assertThat(calls - failed[0] / 60.0).isGreaterThan(0.6 * 12 / 0.1);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TIMED_OUT", "UNREACHABLE"})
    void shouldNotSlowDownForKeysThatBreakTheirCalls(Trouble trouble) {
        EnginePlay play = new EnginePlay(market.pipeline()).latency(Duration.ofMillis(50));
        play.engine.remember(market.item("known"));
        play.ask(IntStream.range(0, 100_000).mapToObj(i -> market.item("i" + i)).toArray(Question[]::new));
        play.api(call -> call.keys().stream().anyMatch(key -> key.endsWith("77")) ? failed(trouble) : found(call));

        play.run(Duration.ofSeconds(4));

        assertThat(limit(play)).isGreaterThan(CEILING / 2);
    }

    @Test
    void shouldNotSlowDownForAFewUnluckyCalls() {
        EnginePlay play = busy(market, 30_000).latency(Duration.ofMillis(50));
        play.api(call -> luck.nextInt(100) < 3 ? failed(Trouble.TIMED_OUT) : found(call));

        play.run(Duration.ofSeconds(20));

        assertThat(limit(play)).isGreaterThan(CEILING / 2);
    }

    @Test
    void shouldLetAtLeastOneCallOut() {
        EnginePlay play = busy(market, 100).latency(Duration.ofMillis(50));
        play.api(call -> play.inFlight() > 1 ? failed(Trouble.THROTTLED) : found(call));

        play.runUntilAnswered(Duration.ofMinutes(10));

        assertThat(limit(play)).isPositive();
    }

    @Test
    void shouldKeepItsPaceWhenACallIsThrottledNowAndThen() {
        EnginePlay play = busy(market.with(new RateLimit(40, SECOND)), 60_000).latency(Duration.ofMillis(50));
        play.api(call -> luck.nextInt(100) < 2 ? failed(Trouble.THROTTLED) : found(call));

        play.run(Duration.ofMinutes(2));

        assertThat(play.engine.levels(play.now()).get(0).pace()).isGreaterThan(0.8);
    }

    // A rate that was cut.

    /** Lets so many calls a second pass, and a few at once. */
    private static final class Bucket {
        private final int burst;
        private final Deque<Long> passed = new ArrayDeque<>();
        private double perSecond;

        Bucket(double perSecond, int burst) {
            this.perSecond = perSecond;
            this.burst = burst;
        }

        boolean lets(long now) {
            long window = (long) (burst * 1e9 / perSecond);
            while (!passed.isEmpty() && passed.peek() <= now - window) {
                passed.remove();
            }
            return passed.size() < burst && passed.add(now);
        }
    }

    @ParameterizedTest
    @CsvSource({"25, 3, false", "25, 3, true", "100, 5, false", "300, 30, true"})
    void shouldAdaptWithinAMinuteToARateThatWasCutToATenth(int perSecond, int burst, boolean saysWhen) {
        EnginePlay play = busy(market.with(new RateLimit(perSecond, SECOND)), 120_000);
        Bucket bucket = new Bucket(2 * perSecond, burst);
        int[] throttled = {0};
        Function<Call, CallResult> api = call -> {
            if (bucket.lets(play.now())) {
                return found(call);
            }
            throttled[0]++;
            return saysWhen ? failed(Trouble.THROTTLED, SECOND) : failed(Trouble.THROTTLED);
        };
        play.api(api);
        play.run(Duration.ofSeconds(20));
        assertThat(throttled[0]).isZero();

        bucket.perSecond = perSecond / 10.0;
        play.run(Duration.ofMinutes(1));
        throttled[0] = 0;
        double calls = throughput(play, Duration.ofMinutes(2));

        assertThat(throttled[0] / (120 * calls)).as("part that is throttled").isLessThan(0.1);
        assertThat(calls - throttled[0] / 120.0).as("calls a second").isGreaterThan(0.75 * perSecond / 10);

        bucket.perSecond = 2 * perSecond;
        play.run(Duration.ofMinutes(3));
        assertThat(throughput(play, Duration.ofMinutes(1))).isGreaterThan(0.95 * perSecond);
    }

    // After a silence.

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "UNAVAILABLE", "DENIED", "THROTTLED"})
    void shouldRampUpFromOneProbeAfterAnOutage(Trouble trouble) {
        EnginePlay play = busy(market, 5_000).latency(Duration.ofMillis(100));

        List<EnginePlay.Sent> sent = sentAfterAnOutage(play, trouble);

        long first = sent.get(0).at();
        assertThat(sent.get(0).probe()).isTrue();
        assertThat(callsBetween(sent, first, 0, 99)).isEqualTo(1);
        assertThat(callsBetween(sent, first, 100, 199)).isLessThanOrEqualTo(3);
        assertThat(callsBetween(sent, first, 200, 299)).isLessThanOrEqualTo(6);
        assertThat(limit(play)).isGreaterThanOrEqualTo(CEILING / 2);
    }

    private static List<EnginePlay.Sent> sentAfterAnOutage(EnginePlay play, Trouble trouble) {
        play.run(Duration.ofSeconds(5));
        play.api(call -> failed(trouble));
        play.run(Duration.ofMinutes(5));

        play.api(EnginePlay::found);
        long back = play.now();
        play.run(Duration.ofSeconds(10));

        return play.sentAfter(back);
    }

    private static long callsBetween(List<EnginePlay.Sent> sent, long start, long fromMillis, long toMillis) {
        return sent.stream()
                .map(call -> (call.at() - start) / 1e6)
                .filter(at -> at >= fromMillis && at < toMillis)
                .count();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "UNAVAILABLE", "DENIED", "THROTTLED"})
    void shouldKeepToTheRateInTheFirstSecondAfterAnOutage(Trouble trouble) {
        EnginePlay play = busy(market.with(new RateLimit(40, SECOND)), 5_000);

        List<EnginePlay.Sent> sent = sentAfterAnOutage(play, trouble);

        assertThat(callsBetween(sent, sent.get(0).at(), 0, 1_000)).isLessThanOrEqualTo(40 + 1);
        assertThat(play.mostIn(SECOND)).isLessThanOrEqualTo(40 + 1);
    }
}
