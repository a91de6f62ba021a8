package io.multiget.enricher.http;

import static io.multiget.enricher.http.EnginePlay.answered;
import static io.multiget.enricher.http.EnginePlay.failed;
import static io.multiget.enricher.http.EnginePlay.found;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.RateLimit;
import io.multiget.enricher.http.CallResult.KeyAnswer;
import io.multiget.enricher.http.LookupMeter.Landing;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine tells of itself. */
class LookupEngineMeterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TallyMeter meter = new TallyMeter();
    private final TestApi market = TestApi.market();

    private EnginePlay play(TestApi api) {
        return new EnginePlay(api.pipeline(), 42, meter);
    }

    private Question[] items(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> market.item("i" + i))
                .toArray(Question[]::new);
    }

    private static LookupLevel items(EnginePlay play) {
        return level(play).lookups().stream()
                .filter(lookup -> lookup.lookup().equals("item"))
                .findAny()
                .orElseThrow();
    }

    private static ApiLevel level(EnginePlay play) {
        return play.levels().get(0);
    }

    @Test
    void shouldCountAKeyAsNewInItsFirstCallOnly() {
        EnginePlay play = play(market);
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.UNAVAILABLE) : found(call));

        play.ask(items(0, 3));
        play.runUntilAnswered(MINUTE);

        assertThat(meter.sent).containsExactly(new TallyMeter.Sent("item", 3, 3), new TallyMeter.Sent("item", 3, 0));
        assertThat(meter.outcomes()).containsExactly("unavailable", "answered");
        assertThat(meter.landed).extracting(Landing::retry).containsExactly(false, true);
    }

    @Test
    void shouldTellHowLongACallTook() {
        EnginePlay play = play(market).latency(Duration.ofMillis(320));

        play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);

        assertThat(meter.landed)
                .containsExactly(new Landing(
                        Landing.ANSWERED, false, 0, Duration.ofMillis(320).toNanos()));
    }

    @Test
    void shouldTellWhoJoinsAKeyOnItsWay() {
        EnginePlay play = play(market);

        play.ask(items(0, 20));
        play.ask(items(18, 2));
        play.runUntilAnswered(SECOND);

        assertThat(meter.joined).isEqualTo(2);
        assertThat(meter.newKeys()).isEqualTo(20);
    }

    @Test
    void shouldTellWhatBecomesOfEachKey() {
        EnginePlay play = play(market)
                .api(call -> answered(
                        call,
                        key -> new KeyAnswer.Final(
                                switch (key) {
                                    case "i0" -> new KeyResult.NotFound();
                                    case "i1" -> new KeyResult.Failed("refused", "no", 0);
                                    default -> found(key);
                                })));

        play.ask(items(0, 5));
        play.runUntilAnswered(SECOND);

        assertThat(meter.ended)
                .containsEntry("Found", 3)
                .containsEntry("NotFound", 1)
                .containsEntry("refused", 1);
    }

    @Test
    void shouldTellThatAProbeForNobodyAsksNoKeyThatWaits() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNREACHABLE));
        play.engine.remember(market.item("good"));

        play.ask(items(0, 1));
        play.run(MINUTE);

        assertThat(meter.sent).contains(new TallyMeter.Sent("item", 0, 0));
        assertThat(meter.newKeys()).isEqualTo(1);
        assertThat(meter.sent).hasSameSizeAs(play.sent);
    }

    @Test
    void shouldTellOfKeysThatNobodyWaitsForAnyMore() {
        EnginePlay play = play(market);

        play.ask(items(0, 5)).goAway();
        play.run(SECOND);

        assertThat(meter.dropped).isEqualTo(5);
        assertThat(meter.ended).isEmpty();
    }

    @Test
    void shouldTellOfKeysThatAnotherInstanceHasLetItKnow() {
        EnginePlay play = play(market);
        play.ask(items(0, 5));

        play.hear(market.item(), "i3", new KeyResult.NotFound());

        assertThat(meter.heard).isEqualTo(1);
        assertThat(items(play).gathering()).isEqualTo(4);
        play.runUntilAnswered(SECOND);
        assertThat(meter.ended).containsExactly(Map.entry("Found", 4));
    }

    @Test
    void shouldTellWhereKeysWait() {
        EnginePlay play = play(market.withConcurrency(1));

        play.ask(items(0, 45));

        assertThat(items(play)).isEqualTo(new LookupLevel("item", 5, 20, 0, OptionalLong.of(play.now())));
        assertThat(level(play).inFlight()).isEqualTo(1);
    }

    @Test
    void shouldTellOfKeysWhoseBackoffIsNotOver() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNAVAILABLE));

        play.ask(items(0, 20));
        play.run(Duration.ofMillis(25));

        assertThat(items(play).delayed()).isEqualTo(20);
        assertThat(level(play).inFlight()).isZero();
    }

    @Test
    void shouldCountTheKeysOfAGroupThatAProbeTookApart() {
        EnginePlay play =
                play(market).api(call -> call.keys().contains("i0") ? failed(Trouble.UNAVAILABLE) : found(call));

        play.ask(items(0, 20));
        play.runUntilAnswered(Duration.ofMinutes(20));

        assertThat(meter.sent).anyMatch(sent -> sent.keys() == 1 && sent.newKeys() == 0);
        assertThat(items(play)).isEqualTo(LookupLevel.idle("item"));
    }

    @Test
    void shouldTellSinceWhenTheOldestQuestionWaits() {
        EnginePlay play = play(market)
                .latency(call -> call.keys().contains("i0")
                        ? SECOND.toNanos()
                        : Duration.ofSeconds(5).toNanos());

        play.ask(items(0, 20));
        long first = play.now();
        play.run(Duration.ofMillis(300));
        play.ask(items(20, 20));
        long second = play.now();

        assertThat(items(play).oldestSince()).hasValue(first);
        play.run(Duration.ofSeconds(2));
        assertThat(items(play).oldestSince()).hasValue(second);
        play.runUntilAnswered(MINUTE);
        assertThat(items(play).oldestSince()).isEmpty();
    }

    @Test
    void shouldTellTheLimitAsItIsNow() {
        EnginePlay play = play(market.withConcurrency(8));
        int before = level(play).limit();
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.THROTTLED) : found(call));

        play.ask(items(0, 20));
        play.run(Duration.ofMillis(25));

        assertThat(before).isEqualTo(8);
        assertThat(level(play).limit()).isLessThan(8);
    }

    @Test
    void shouldTellSinceWhenAnApiIsWaitedFor() {
        EnginePlay play = play(market).api(call -> failed(Trouble.THROTTLED, Duration.ofSeconds(30)));

        play.ask(items(0, 20));
        long sent = play.now();
        boolean before = level(play).waitingSince().isPresent();
        play.run(Duration.ofSeconds(5));

        assertThat(before).isFalse();
        assertThat(level(play).waitingSince())
                .hasValue(sent + Duration.ofMillis(20).toNanos());
    }

    /** Counts of what waits are kept as keys come and go: here they must agree with the engine after any play. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldCountNothingTwiceAndForgetNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EnginePlay play = new EnginePlay(
                market.with(new RateLimit(200, SECOND)).withConcurrency(4).pipeline(), seed, meter);
        play.api(call -> {
            Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
            if (random.nextInt(4) == 0) {
                return failed(trouble);
            }
            return answered(
                    call,
                    key -> random.nextInt(10) == 0
                            ? new KeyAnswer.Again(Trouble.UNAVAILABLE, "not now")
                            : new KeyAnswer.Final(found(key)));
        });

        int asked = 0;
        for (int round = 0; round < 20; round++) {
            Ear ear = play.ask(items(asked, 35));
            asked += 35;
            play.run(Duration.ofMillis(random.nextInt(500)));
            play.hear(market.item(), "i" + random.nextInt(asked), found("it"));
            if (random.nextInt(4) == 0) {
                ear.goAway();
            }
            assertThat(play.engine.pending()).isEqualTo(asked - endedHeardOrDropped());
            assertThat(waiting(items(play))).isBetween(0, play.engine.pending());
            assertThat(level(play).inFlight()).isEqualTo(play.inFlight());
        }
        play.runUntilAnswered(Duration.ofHours(1));
        play.run(MINUTE);

        assertThat(items(play)).isEqualTo(LookupLevel.idle("item"));
        assertThat(level(play).inFlight()).isZero();
        assertThat(endedHeardOrDropped()).isEqualTo(asked);
        assertThat(meter.newKeys()).isBetween(asked - meter.dropped - meter.heard, asked);
        assertThat(meter.landed).hasSameSizeAs(meter.sent);
    }

    private int endedHeardOrDropped() {
        return meter.dropped
                + meter.heard
                + meter.ended.values().stream().mapToInt(count -> count).sum();
    }

    private static int waiting(LookupLevel level) {
        return level.gathering() + level.ready() + level.delayed();
    }
}
