package io.multiget.enricher.http;

import static io.multiget.enricher.http.EnginePlay.answered;
import static io.multiget.enricher.http.EnginePlay.failed;
import static io.multiget.enricher.http.EnginePlay.found;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.contract.pipeline.Retry;
import io.multiget.enricher.TestPipelines;
import io.multiget.enricher.http.CallResult.KeyAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookupEngineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestApi market = TestApi.market();

    private static EnginePlay play(TestApi api) {
        return new EnginePlay(api.pipeline());
    }

    private static Question[] many(int from, int count, IntFunction<Question> question) {
        return IntStream.range(from, from + count).mapToObj(question).toArray(Question[]::new);
    }

    private Question[] items(int from, int count) {
        return many(from, count, i -> market.item("i" + i));
    }

    private static Function<Call, CallResult> breaking(Trouble trouble, String... poison) {
        return call -> Arrays.stream(poison).anyMatch(call.keys()::contains) ? failed(trouble) : found(call);
    }

    // What goes into a call, and when.

    @Test
    void shouldSendABatchAtOnceWhenItIsFull() {
        EnginePlay play = play(market);

        play.ask(items(0, 20));

        assertThat(play.sent).singleElement().satisfies(sent -> {
            assertThat(sent.at()).isEqualTo(play.now());
            assertThat(sent.keys()).hasSize(20).startsWith("i0", "i1");
        });
    }

    @Test
    void shouldSendAnIncompleteBatchAfterTheLinger() {
        EnginePlay play = play(market);

        Ear ear = play.ask(items(0, 3));
        play.run(Duration.ofMillis(49));
        assertThat(play.sent).isEmpty();
        play.runUntilAnswered(SECOND);

        assertThat(play.sent).singleElement().satisfies(sent -> assertThat(EnginePlay.millis(sent.at()))
                .isEqualTo(50));
        assertThat(ear.heard()).containsOnlyKeys("i0", "i1", "i2");
    }

    @Test
    void shouldFillBatchesOverManyQuestions() {
        EnginePlay play = play(market);

        play.ask(items(0, 95));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).extracting(List::size).containsExactly(20, 20, 20, 20, 15);
    }

    @Test
    void shouldNotMixKeysWhoseUrlsDiffer() {
        EnginePlay play = play(market);

        play.ask(
                new Question(market.item(), "a", "/sites/1/items", ""),
                new Question(market.item(), "b", "/sites/2/items", ""),
                new Question(market.item(), "c", "/sites/1/items", "lang=es"),
                new Question(market.item(), "d", "/sites/1/items", ""));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).containsExactlyInAnyOrder(List.of("a", "d"), List.of("b"), List.of("c"));
    }

    @Test
    void shouldNotStarveAnIncompleteBatchBehindFullOnes() {
        EnginePlay play = play(market.with(new RateLimit(1, SECOND)));

        play.ask(items(0, 100));
        play.ask(new Question(market.item(), "other", "/elsewhere", ""));
        play.ask(items(100, 1_000));
        play.run(Duration.ofSeconds(8));

        assertThat(play.asked()).contains(List.of("other"));
    }

    @Test
    void shouldAskAtOnceWhereThereIsNoBatch() {
        EnginePlay play = play(market);

        play.ask(market.category("c1"), market.category("c2"));

        assertThat(play.asked()).containsExactly(List.of("c1"), List.of("c2"));
    }

    @Test
    void shouldAskOnceForEqualKeysInFlightAndTellEveryAskerOnce() {
        EnginePlay play = play(market);

        Ear first = play.ask(market.item("same"));
        Ear second = play.ask(market.item("same"));
        play.run(Duration.ofMillis(60)); // it is on its way
        Ear third = play.ask(market.item("same"));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).containsExactly(List.of("same"));
        assertThat(List.of(first, second, third))
                .allSatisfy(ear -> assertThat(ear.of("same")).isEqualTo(found("same")));
        assertThat(List.of(first.firsts(), second.firsts(), third.firsts())).containsExactly(1, 0, 0);
    }

    @Test
    void shouldTakeEqualKeysOfTwoLookupsForTwoQuestions() {
        EnginePlay play = play(market);

        Ear ear = play.ask(market.item("1"), market.seller("1"));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).hasSize(2);
        assertThat(ear.heard().get("1")).hasSize(2);
    }

    @Test
    void shouldAnswerAtOnceWhoAsksWhileTheAnswerIsOnItsWayToTheCache() {
        EnginePlay play = play(market);

        play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);
        Ear late = play.ask(market.category("c"));

        assertThat(play.asked()).hasSize(1);
        assertThat(late.of("c")).isEqualTo(found("c"));
        assertThat(late.firsts()).isZero();
    }

    @Test
    void shouldAskAnewOnceAnAnswerIsOld() {
        EnginePlay play = play(market);

        play.ask(market.category("c"));
        play.run(Duration.ofSeconds(6));
        play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).hasSize(2);
    }

    @Test
    void shouldAskAnewAfterAFailure() {
        EnginePlay play = play(market)
                .api(call -> EnginePlay.answered(
                        call, key -> new CallResult.KeyAnswer.Final(new KeyResult.Failed("bad_value", "no", 0))));

        play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);
        play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).hasSize(2);
    }

    @Test
    void shouldWaitForCompanyWhileAnUploadGoesOn() {
        EnginePlay play = play(market);

        play.engine.expect("upload", false, play.now());
        play.ask(items(0, 10));
        play.run(Duration.ofMillis(600));
        play.engine.expect("upload", false, play.now());
        play.ask(items(10, 25));
        play.run(Duration.ofMillis(300));

        assertThat(play.asked()).extracting(List::size).containsExactly(20);
    }

    @Test
    void shouldNotWaitForCompanyLongerThanASecond() {
        EnginePlay play = play(market);

        play.ask(items(0, 1));
        for (int i = 0; i < 20; i++) {
            play.engine.expect("upload", false, play.now());
            play.run(Duration.ofMillis(100));
        }

        assertThat(play.sent).singleElement().satisfies(sent -> assertThat(EnginePlay.millis(sent.at()))
                .isEqualTo(1_000));
    }

    @Test
    void shouldNotWaitForCompanyOnceTheLastLineHasCome() {
        EnginePlay play = play(market);

        play.engine.expect("upload", false, play.now());
        play.ask(items(0, 5));
        play.engine.expect("upload", true, play.now());
        // A line of another partition comes late.
        play.engine.expect("upload", false, play.now());
        play.run(Duration.ofMillis(60));

        assertThat(play.asked()).extracting(List::size).containsExactly(5);
    }

    @Test
    void shouldWaitForWhatAnEarlierStageMayBring() {
        Pipeline books = TestPipelines.books();
        EnginePlay play = new EnginePlay(books).latency(Duration.ofMillis(500));

        play.ask(books(books, "book", 0, 3));
        play.ask(books(books, "shop", 0, 1));
        play.run(Duration.ofMillis(510));
        play.ask(books(books, "shop", 1, 2));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).extracting(List::size).containsExactly(3, 2);
    }

    private static Question[] books(Pipeline books, String lookup, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Question(books.lookup(lookup), lookup + i, "/" + lookup, ""))
                .toArray(Question[]::new);
    }

    // Limits.

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void shouldNeverHaveMoreCallsInFlightThanAllowed(int ceiling) {
        EnginePlay play = play(market.withConcurrency(ceiling));

        play.ask(items(0, 4_000));
        play.runUntilAnswered(MINUTE);

        assertThat(play.mostInFlight()).isEqualTo(ceiling);
    }

    @Test
    void shouldSendTheNextCallsWhileAnswersAreBeingReadButNotWithoutEnd() {
        List<Flight> sent = new ArrayList<>();
        LookupEngine engine =
                new LookupEngine(market.withConcurrency(4).pipeline(), new SplittableRandom(1), sent::add);
        Ear ear = new Ear();
        for (Question question : items(0, 40 * TestApi.BATCH)) {
            engine.ask(question, ear, 0);
        }
        engine.advance(0);
        assertThat(sent.size()).isEqualTo(4);

        for (int returned = 0; returned < sent.size(); returned++) {
            engine.returned(sent.get(returned), 0);
            engine.advance(0);
        }
        assertThat(sent.size()).isEqualTo(8);
        assertThat(ear.answers()).isZero();

        for (Flight flight : List.copyOf(sent.subList(0, 4))) {
            engine.landed(flight, found(flight.call()), 0);
        }
        engine.advance(0);
        assertThat(sent.size()).isEqualTo(12);
        assertThat(ear.answers()).isEqualTo(4 * TestApi.BATCH);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "25, 1", "1500, 60", "900, 1"})
    void shouldNeverCallMoreOftenThanAllowed(int calls, int seconds) {
        RateLimit limit = new RateLimit(calls, Duration.ofSeconds(seconds));
        EnginePlay play = play(market.with(limit));

        play.ask(items(0, 40_000));
        play.run(MINUTE);

        double perSecond = (double) calls / seconds;
        int burst = 1 + (int) (perSecond / 50); // what fits in the 20 ms of catching up
        assertThat(play.mostIn(limit.per())).isLessThanOrEqualTo(calls);
        assertThat(play.mostIn(SECOND)).isLessThanOrEqualTo((int) Math.ceil(perSecond) + burst);
        double spaced = calls / (seconds + 0.02); // so that a call that travels slower than others is not one too many
        assertThat(play.sent.size()).isGreaterThanOrEqualTo((int) Math.min(2_000, spaced * 60 * 0.99));
    }

    @Test
    void shouldKeepToTheRateWhenWokenLate() {
        EnginePlay play = play(market.with(new RateLimit(100, SECOND)));

        play.ask(items(0, 10_000));
        for (int i = 0; i < 20; i++) {
            play.run(Duration.ofMillis(1));
            play.skip(Duration.ofMillis(333));
        }

        assertThat(play.mostIn(SECOND)).isLessThanOrEqualTo(100 + 3);
    }

    @Test
    void shouldLetLookupsTakeTurns() {
        EnginePlay play = play(market.withConcurrency(1));

        play.ask(items(0, 2_000));
        play.ask(many(0, 50, i -> market.category("c" + i)));
        play.run(Duration.ofSeconds(2)); // a hundred calls, one after the other

        assertThat(play.asked()).filteredOn(keys -> keys.get(0).startsWith("c")).hasSizeBetween(49, 50);
    }

    // Too fast.

    @Test
    void shouldPauseEverybodyForAsLongAsTheApiAsks() {
        EnginePlay play = play(market);
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.THROTTLED, Duration.ofSeconds(30)) : found(call));

        Ear ear = play.ask(items(0, 20));
        play.run(Duration.ofMillis(25));
        long toldAt = play.now();
        play.ask(items(20, 200));
        play.ask(market.category("c"));
        play.runUntilAnswered(MINUTE);

        assertThat(play.sent.get(1).at() - toldAt)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(29).plusMillis(995).toNanos());
        assertThat(ear.heard()).hasSize(20);
        assertThat(ear.calls()).containsExactly(new Asker.CallCount(1, 0, 1), new Asker.CallCount(1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 250", "5, 5000", "1000000000, 3600000"})
    void shouldKeepRetryAfterWithinReason(long seconds, long millis) {
        EnginePlay play = play(market).latency(Duration.ZERO.plusNanos(1));
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.THROTTLED, Duration.ofSeconds(seconds)) : found(call));

        play.ask(market.category("c"));
        play.runUntilAnswered(Duration.ofHours(2));

        assertThat(EnginePlay.millis(play.sent.get(1).at())).isBetween(millis, millis + 1);
    }

    @Test
    void shouldObeyRetryAfterOfAnyFailure() {
        EnginePlay play = play(market);
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.REFUSED, Duration.ofSeconds(10)) : found(call));

        play.ask(items(0, 20));
        play.runUntilAnswered(MINUTE);

        assertThat(EnginePlay.millis(play.sent.get(1).at())).isGreaterThanOrEqualTo(10_000);
    }

    @Test
    void shouldRejectNobodyWhenThrottledForEver() {
        EnginePlay play = play(market).api(call -> failed(Trouble.THROTTLED, Duration.ofSeconds(5)));

        Ear ear = play.ask(items(0, 1_000));
        play.run(HOUR);

        assertThat(ear.heard()).isEmpty();
        assertThat(play.sent).hasSizeLessThan(50 + 3600 / 5);
        assertThat(play.outages()).containsOnlyKeys("market");
    }

    @Test
    void shouldNotTearBatchesApartWhenThrottled() {
        EnginePlay play = play(market).api(new Function<>() {
            private int calls;

            @Override
            public CallResult apply(Call call) {
                return calls++ % 3 == 0 ? failed(Trouble.THROTTLED) : found(call);
            }
        });

        Ear ear = play.ask(items(0, 2_000));
        play.runUntilAnswered(HOUR);

        assertThat(play.asked()).allSatisfy(keys -> assertThat(keys).hasSize(20));
        assertThat(ear.heard()).hasSize(2_000);
    }

    @Test
    void shouldHaveFewerCallsInFlightWhereTheApiTakesFewer() {
        EnginePlay play = play(market.withConcurrency(64)).latency(Duration.ofMillis(100));
        play.api(call -> play.inFlight() > 10 ? failed(Trouble.THROTTLED) : found(call));

        Ear ear = play.ask(items(0, 200_000));
        play.run(Duration.ofSeconds(10));
        int before = play.sent.size();
        long throttledBefore = throttled(ear);
        play.run(Duration.ofSeconds(20));

        assertThat(throttled(ear) - throttledBefore).isLessThan((play.sent.size() - before) / 10);
        assertThat(ear.rejects()).isEmpty();
    }

    private static long throttled(Ear ear) {
        return ear.calls().stream().mapToLong(Asker.CallCount::throttled).sum();
    }

    // One element of an answer.

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "UNAVAILABLE"})
    void shouldAskAgainForAnElementThatFailedWithBackoffAndInTheEndRejectIt(Trouble trouble) {
        EnginePlay play = play(market.with(new Retry(4, Duration.ofMillis(400), Duration.ofSeconds(30))));
        play.api(call -> answered(
                call,
                key -> key.equals("i7") ? new KeyAnswer.Again(trouble, "not now") : new KeyAnswer.Final(found(key))));

        Ear ear = play.ask(items(0, 20));
        for (int i = 1; i < 800; i++) {
            play.ask(items(20 * i, 20)); // others are answered all the while
            play.run(Duration.ofMillis(10));
        }
        play.runUntilAnswered(MINUTE);

        assertThat(ear.of("i7")).isEqualTo(new KeyResult.Failed("retries_exhausted", "not now", 4));
        assertThat(ear.heard()).hasSize(20);
        List<Long> tries = play.sent.stream()
                .filter(sent -> sent.keys().contains("i7"))
                .map(sent -> EnginePlay.millis(sent.at()))
                .toList();
        assertThat(tries).hasSize(4);
        assertThat(tries.get(1) - tries.get(0)).isBetween(200L, 400L + 20 + 50);
        assertThat(tries.get(2) - tries.get(1)).isBetween(400L, 800L + 20 + 50);
        assertThat(tries.get(3) - tries.get(2)).isBetween(800L, 1600L + 20 + 50);
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "UNAVAILABLE"})
    void shouldWaitOutAnOutageThatIsToldElementByElement(Trouble trouble) {
        EnginePlay play = play(market);
        play.api(call -> answered(call, key -> new KeyAnswer.Again(trouble, "not now")));

        Ear ear = play.ask(items(0, 2_000));
        play.run(MINUTE);
        Set<String> waitedFor = play.outages().keySet();
        int calls = play.sent.size();
        play.api(EnginePlay::found);
        play.runUntilAnswered(MINUTE);

        assertThat(waitedFor).containsExactly("market");
        assertThat(calls).isLessThan(120);
        assertThat(ear.heard()).hasSize(2_000);
        assertThat(ear.rejects()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void shouldJudgeAKeyThatBreaksItsCallsWhereElementsFailToo(int attempts) {
        EnginePlay play = play(market.with(new Retry(attempts, Duration.ofMillis(250), Duration.ofSeconds(30))));
        Set<String> failing = Set.of("i0", "i1", "i2", "i3");
        play.api(call -> {
            if (call.keys().contains("poison")) {
                return failed(Trouble.UNAVAILABLE);
            }
            return answered(
                    call,
                    key -> failing.contains(key)
                            ? new KeyAnswer.Again(Trouble.UNAVAILABLE, "500")
                            : new KeyAnswer.Final(new KeyResult.NotFound()));
        });

        Ear ear = play.ask(market.item("poison"));
        play.run(Duration.ofMillis(100));
        play.ask(ear, items(0, 5));
        play.runUntilAnswered(Duration.ofMinutes(5));

        assertThat(ear.rejects()).containsOnlyKeys("poison", "i0", "i1", "i2", "i3", "i4");
    }

    @Test
    void shouldLetElementsThatFailedTogetherShareACallAgain() {
        Map<String, Integer> asks = new HashMap<>();
        EnginePlay play = play(market.with(new Retry(6, Duration.ofMillis(50), SECOND)));
        play.api(call -> answered(call, key -> {
            boolean again = !key.equals("i0") && asks.merge(key, 1, Integer::sum) == 1;
            return again ? new KeyAnswer.Again(Trouble.UNAVAILABLE, "500") : new KeyAnswer.Final(found(key));
        }));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).hasSize(2);
        assertThat(ear.heard()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing_in_answer", "ambiguous_answer"})
    void shouldAskAloneOnceForAKeyWhoseAnswerIsUnclear(String code) {
        EnginePlay play = play(market);
        play.api(call -> answered(
                call,
                key -> key.equals("i3") || key.equals("i4") && call.keys().size() > 1
                        ? new KeyAnswer.Unclear(code, "unclear")
                        : new KeyAnswer.Final(found(key))));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).hasSize(3).contains(List.of("i3"), List.of("i4"));
        assertThat(ear.of("i3")).isEqualTo(new KeyResult.Failed(code, "unclear", 2));
        assertThat(ear.of("i4")).isEqualTo(found("i4"));
    }

    // A key that spoils its calls.

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "ANSWER_TOO_LARGE", "BAD_VALUE"})
    void shouldHalveARefusedBatchUntilThePoisonKeyIsAlone(Trouble trouble) {
        EnginePlay play = play(market).api(breaking(trouble, "i13"));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(SECOND);

        assertThat(ear.fate("i13")).isEqualTo(trouble.code());
        assertThat(ear.heard()).hasSize(20);
        assertThat(ear.rejects()).hasSize(1);
        assertThat(play.sent).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void shouldFindEveryPoisonKeyOfABatch() {
        EnginePlay play = play(market).api(breaking(Trouble.REFUSED, "i0", "i1", "i19"));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(SECOND);

        assertThat(List.of("i0", "i1", "i19"))
                .allSatisfy(key -> assertThat(ear.fate(key)).isEqualTo("refused"));
        assertThat(ear.heard()).hasSize(20);
    }

    @Test
    void shouldAskAloneWhenABatchAsAWholeIsNotFound() {
        EnginePlay play = play(market);
        play.api(call -> call.keys().size() > 1 ? failed(Trouble.BATCH_NOT_FOUND) : found(call));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).hasSize(21);
        assertThat(ear.heard()).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "TIMED_OUT", "UNAVAILABLE", "DENIED", "REDIRECT", "BAD_ANSWER", "NOT_JSON"})
    void shouldIsolateAKeyThatBreaksEveryCallWhileOthersAreAnswered(Trouble trouble) {
        EnginePlay play = play(market).api(breaking(trouble, "i13", "i1000"));

        Ear ear = play.ask(items(0, 2_000));
        play.runUntilAnswered(Duration.ofMinutes(3));

        assertThat(ear.fate("i13")).isEqualTo(trouble.code());
        assertThat(ear.fate("i1000")).isEqualTo(trouble.code());
        assertThat(ear.heard()).hasSize(2_000);
        assertThat(ear.rejects()).hasSize(2);
        assertThat(play.sent).hasSizeLessThan(160);
    }

    @Test
    void shouldSayWhatIsUsuallyWrongWithAKeyThoughItsLastCallFailedForAnotherReason() {
        int attempts = market.pipeline().apis().get("market").retry().attempts();
        AtomicInteger alone = new AtomicInteger();
        EnginePlay play = play(market).api(call -> {
            if (!call.keys().contains("i13")) {
                return found(call);
            }
            boolean last = call.keys().size() == 1 && alone.incrementAndGet() >= attempts;
            return failed(last ? Trouble.UNAVAILABLE : Trouble.BAD_ANSWER);
        });

        Ear ear = play.ask(items(0, 2_000));
        play.runUntilAnswered(Duration.ofMinutes(3));

        assertThat(alone.get()).isGreaterThanOrEqualTo(attempts);
        assertThat(ear.rejects()).isEqualTo(Map.of("i13", "bad_answer"));
    }

    @Test
    void shouldIsolateAKeyThatIsThrottledWhileOthersAreAnswered() {
        EnginePlay play = play(market).api(breaking(Trouble.THROTTLED, "i13"));

        Ear ear = play.ask(items(0, 2_000));
        play.runUntilAnswered(Duration.ofMinutes(15));

        assertThat(ear.heard()).hasSize(2_000);
        assertThat(ear.rejects()).isEqualTo(Map.of("i13", "retries_exhausted"));
        assertThat(play.sent).hasSizeLessThan(160);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "TIMED_OUT", "THROTTLED", "NOT_JSON"})
    void shouldJudgeTheLastKeyByAskingForAKnownOne(Trouble trouble) {
        EnginePlay play = play(market).api(breaking(trouble, "poison"));
        play.engine.remember(market.category("known"));

        Ear ear = play.ask(market.category("poison"));
        play.runUntilAnswered(Duration.ofMinutes(2));

        assertThat(ear.fate("poison")).isEqualTo(trouble.code());
        assertThat(play.sent).filteredOn(EnginePlay.Sent::forNobody).allSatisfy(sent -> assertThat(sent.keys())
                .containsExactly("known"));
        assertThat(play.asked()).hasSizeBetween(6, 12);
    }

    @Test
    void shouldIsolateAPoisonKeyInTheLastBatch() {
        EnginePlay play = play(market).api(breaking(Trouble.NOT_JSON, "i1013"));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(SECOND);
        play.ask(ear, items(1_000, 20));
        play.runUntilAnswered(Duration.ofMinutes(2));

        assertThat(ear.fate("i1013")).isEqualTo("not_json");
        assertThat(ear.heard()).hasSize(40);
        assertThat(play.sent).hasSizeLessThan(50);
    }

    @Test
    void shouldWaitWhenTheOnlyKeyEverAskedFails() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNAVAILABLE));

        Ear ear = play.ask(market.category("c"));
        play.run(HOUR);
        assertThat(ear.heard()).isEmpty();
        assertThat(play.outages()).containsOnlyKeys("market");
        play.ask(ear, market.category("d"));
        play.api(breaking(Trouble.UNAVAILABLE, "c"));
        play.runUntilAnswered(Duration.ofMinutes(5));

        assertThat(ear.of("d")).isEqualTo(found("d"));
        assertThat(ear.fate("c")).isEqualTo("retries_exhausted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void shouldAskNewKeysWhereAllThatWereEverAskedBreakTheirCalls(int poisoned) {
        Set<String> poison = new HashSet<>();
        IntStream.range(0, poisoned).forEach(i -> poison.add("i" + 20 * i));
        EnginePlay play = play(market);
        play.api(call -> call.keys().stream().anyMatch(poison::contains) ? failed(Trouble.UNAVAILABLE) : found(call));

        Ear ear = play.ask(items(0, 20 * poisoned));
        play.run(Duration.ofMinutes(5));
        play.ask(ear, items(5_000, 1));
        play.run(Duration.ofMinutes(2));

        assertThat(ear.of("i5000")).isEqualTo(found("i5000"));
        play.runUntilAnswered(Duration.ofMinutes(10));
        assertThat(ear.rejects()).containsOnlyKeys(poison);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 19})
    void shouldFindTheGoodKeysOfTheOnlyBatchEverAsked(int poisoned) {
        Set<String> poison = new HashSet<>();
        IntStream.range(0, poisoned).forEach(i -> poison.add("i" + i));
        EnginePlay play = play(market);
        play.api(call -> call.keys().stream().anyMatch(poison::contains) ? failed(Trouble.UNAVAILABLE) : found(call));

        Ear ear = play.ask(items(0, 20));
        play.runUntilAnswered(Duration.ofMinutes(20));

        assertThat(ear.heard()).hasSize(20);
        assertThat(ear.rejects()).containsOnlyKeys(poison);
    }

    @Test
    void shouldNotRejectForWantOfAToken() {
        EnginePlay play = play(market).api(breaking(Trouble.NO_TOKEN, "c0"));

        Ear ear = play.ask(market.category("c0"));
        for (int i = 1; i < 1_000; i++) {
            play.ask(ear, market.category("c" + i));
            play.run(SECOND);
        }

        assertThat(ear.heard()).hasSize(999).doesNotContainKey("c0");
    }

    @Test
    void shouldRepeatOnceForFreeWhatWasNeverSent() {
        EnginePlay play = play(market);
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.UNSENT) : found(call));

        play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);

        assertThat(play.millis()).isEqualTo(40); // no backoff
        assertThat(play.asked()).hasSize(2);
    }

    @Test
    void shouldNotRepeatAProbeForFreeForEver() {
        EnginePlay play = play(market);
        play.engine.remember(market.category("known"));
        play.api(call -> failed(Trouble.UNSENT));

        play.ask(market.category("c"));
        play.run(MINUTE);

        assertThat(play.sent).hasSizeLessThan(80);
    }

    @Test
    void shouldNotRepeatForFreeForEver() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNSENT));

        play.ask(market.category("c"));
        play.run(MINUTE);

        assertThat(play.sent).hasSizeLessThan(40);
        assertThat(play.engine.pending()).isOne();
    }

    // An API that answers nobody.

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNREACHABLE",
                "TIMED_OUT",
                "UNAVAILABLE",
                "DENIED",
                "REDIRECT",
                "BAD_ANSWER",
                "NOT_JSON",
                "NO_TOKEN"
            })
    void shouldWaitOutAnOutageWithoutRejects(Trouble trouble) {
        EnginePlay play = play(market);
        Ear ear = play.ask(items(0, 200));
        play.run(SECOND);

        play.api(call -> failed(trouble));
        play.ask(ear, items(200, 4_000));
        play.ask(ear, market.category("c"), market.seller("s"));
        int before = play.sent.size();
        play.run(HOUR);

        assertThat(ear.heard()).hasSize(200);
        assertThat(play.sent.size() - before).isLessThan(64 + 3 * 3600 / 2); // a probe of each lookup every two seconds
        assertThat(play.outages().get("market").reason()).isEqualTo(trouble.name());

        play.api(EnginePlay::found);
        play.runUntilAnswered(MINUTE);

        assertThat(ear.heard()).hasSize(4_202);
        assertThat(ear.rejects()).isEmpty();
        assertThat(play.outages()).isEmpty();
    }

    /** What an API may do that answers nobody, and how long it takes it. */
    enum Silence {
        REFUSES_CONNECTIONS(failed(Trouble.UNREACHABLE), 1),
        IS_UNKNOWN_TO_DNS(failed(Trouble.UNREACHABLE), 30),
        RESETS_CONNECTIONS(failed(Trouble.UNSENT), 5),
        FAILS(failed(Trouble.UNAVAILABLE), 40),
        FAILS_SLOWLY(failed(Trouble.UNAVAILABLE), 900),
        DENIES(failed(Trouble.DENIED), 20),
        GIVES_NO_TOKEN(failed(Trouble.NO_TOKEN), 20),
        SHOWS_A_PAGE(failed(Trouble.NOT_JSON), 20),
        ANSWERS_NONSENSE(failed(Trouble.BAD_ANSWER), 20),
        REDIRECTS(failed(Trouble.REDIRECT), 20),
        THROTTLES(failed(Trouble.THROTTLED), 20),
        THROTTLES_FOR_A_SECOND(failed(Trouble.THROTTLED, SECOND), 20),
        SWALLOWS_CALLS(failed(Trouble.TIMED_OUT), 10_000);

        private final CallResult answer;
        private final long millis;

        Silence(CallResult answer, long millis) {
            this.answer = answer;
            this.millis = millis;
        }

        private Duration latency() {
            return Duration.ofMillis(millis);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWithinTwoSecondsThatItWaits(Silence silence) {
        for (int lines : new int[] {1, 3, 5_000}) {
            for (boolean answeredBefore : new boolean[] {true, false}) {
                EnginePlay play = play(market);
                if (answeredBefore) {
                    play.ask(items(0, 20));
                    play.run(SECOND);
                }
                play.api(call -> silence.answer).latency(silence.latency());
                play.ask(items(100, lines));
                play.run(TestApi.LINGER.plus(silence.latency())); // the first calls have failed

                play.run(Duration.ofMillis(1_900));

                assertThat(play.outages())
                        .as("%d lines, answered before: %s", lines, answeredBefore)
                        .containsOnlyKeys("market");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnSoonAfterTheEndOfAnOutageAndRejectNobody(Silence silence) {
        for (Duration outage : List.of(Duration.ofSeconds(3), HOUR)) {
            for (int lines : new int[] {1, 1_000}) {
                for (int attempts : new int[] {1, 6}) {
                    EnginePlay play = play(market.with(new Retry(attempts, Duration.ofMillis(250), HOUR)));
                    Ear ear = play.ask(many(0, 200, i -> market.category("c" + i)));
                    play.run(Duration.ofMillis(30)); // some are answered, and some on their way
                    play.api(call -> silence.answer).latency(silence.latency());
                    play.ask(ear, items(0, lines));
                    play.ask(ear, many(200, 300, i -> market.category("c" + i)));
                    play.run(outage);

                    play.api(EnginePlay::found).latency(Duration.ofMillis(20));
                    long end = play.now();
                    play.runUntilAnswered(silence.latency().plusSeconds(12));

                    boolean callsStillHang = outage.compareTo(silence.latency()) < 0;
                    Duration soon = Duration.ofSeconds(5).plus(callsStillHang ? silence.latency() : Duration.ZERO);
                    String when = outage + " with " + lines + " lines and " + attempts + " attempts";
                    assertThat(ear.rejects()).as(when).isEmpty();
                    assertThat(play.firstAnswerAfter(end) - end).as(when).isLessThan(soon.toNanos());
                }
            }
        }
    }

    @Test
    void shouldSendOneProbeAtATimeInAnOutage() {
        EnginePlay play = play(market).latency(Duration.ofSeconds(2)).api(call -> failed(Trouble.UNREACHABLE));

        play.ask(items(0, 4_000));
        play.ask(many(0, 100, i -> market.category("c" + i)));
        play.run(MINUTE);
        long settled = play.now();
        play.run(HOUR);

        List<EnginePlay.Sent> probes = play.sentAfter(settled);
        assertThat(probes).hasSizeGreaterThan(100);
        for (int i = 1; i < probes.size(); i++) {
            assertThat(probes.get(i).at() - probes.get(i - 1).at())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
        }
    }

    @Test
    void shouldStayOpenForOtherLookupsWhenOneIsDown() {
        EnginePlay play = play(market);
        play.api(call -> call.lookup().name().equals("seller") ? failed(Trouble.UNAVAILABLE) : found(call));

        Ear sellers = play.ask(many(0, 500, i -> market.seller("s" + i)));
        Ear items = new Ear();
        for (int i = 0; i < 600; i++) {
            play.ask(items, items(i * 20, 20));
            play.run(SECOND);
        }

        assertThat(items.heard()).hasSize(12_000);
        assertThat(sellers.heard()).isEmpty();
        assertThat(play.asked()).filteredOn(keys -> keys.get(0).startsWith("s")).hasSizeLessThan(5 + 600 / 2);
        assertThat(play.outages()).containsOnlyKeys("market");

        play.api(EnginePlay::found);
        play.runUntilAnswered(MINUTE);
        assertThat(sellers.heard()).hasSize(500);
    }

    @Test
    void shouldNotHoldOthersUpLongerThanATimeoutWhenOneLookupHangs() {
        EnginePlay play = play(market.withConcurrency(8));
        play.api(call -> call.lookup().name().equals("seller") ? failed(Trouble.UNREACHABLE) : found(call))
                .latency(call -> Duration.ofMillis(call.lookup().name().equals("seller") ? 10_000 : 20)
                        .toNanos());

        play.ask(many(0, 5_000, i -> market.seller("s" + i)));
        play.run(Duration.ofMillis(11_000));
        Ear ear = play.ask(items(0, 2_000));
        play.run(Duration.ofSeconds(1));

        assertThat(ear.heard()).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9})
    void shouldRejectNobodyInABrownout(double failing) {
        SplittableRandom luck = new SplittableRandom(7);
        EnginePlay play = play(market);
        play.api(call -> luck.nextDouble() < failing ? failed(Trouble.UNAVAILABLE) : found(call));

        Ear ear = play.ask(items(0, 10_000));
        play.ask(ear, many(0, 2_000, i -> market.category("c" + i)));
        play.run(Duration.ofMinutes(10));
        play.api(EnginePlay::found);
        play.runUntilAnswered(Duration.ofMinutes(2));

        assertThat(ear.heard()).hasSize(12_000);
        assertThat(ear.rejects()).isEmpty();
    }

    /** Keys that are asked alone meet bad luck alone: here a few dozen in each of many bad spells. */
    @Test
    void shouldNotTakeBadLuckForABadKeyWhereAThirdOfCallsFails() {
        TestApi impatient = market.with(new Retry(6, Duration.ofMillis(50), Duration.ofSeconds(2)))
                .with(new RateLimit(20, SECOND));
        for (int spell = 0; spell < 400; spell++) {
            SplittableRandom luck = new SplittableRandom(spell);
            EnginePlay play = new EnginePlay(impatient.pipeline(), spell);
            Ear ear = play.ask(items(0, 2_000));
            play.run(Duration.ofSeconds(2));
            play.api(call -> luck.nextDouble() < 1.0 / 3 ? failed(Trouble.UNAVAILABLE) : tornApart(call));
            play.run(Duration.ofSeconds(20));
            play.api(EnginePlay::found);
            play.runUntilAnswered(MINUTE);
            assertThat(ear.rejects()).as("spell %d", spell).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 60, 3_600})
    void shouldGiveABadKeyNoMoreChancesForAnOutageThatIsOver(int seconds) {
        int plain = callsAboutABadKeyAfter(play -> {});
        int after = callsAboutABadKeyAfter(play -> {
            play.api(call -> failed(Trouble.UNAVAILABLE));
            play.run(Duration.ofSeconds(seconds));
        });

        assertThat(after).isLessThanOrEqualTo(plain + 5);
    }

    @Test
    void shouldForgetABadSpellOnceCallsAreAnsweredAgain() {
        int plain = callsAboutABadKeyAfter(play -> {});
        SplittableRandom luck = new SplittableRandom(5);
        int after = callsAboutABadKeyAfter(play -> {
            play.api(call -> luck.nextDouble() < 1.0 / 3 ? failed(Trouble.UNAVAILABLE) : found(call));
            play.run(Duration.ofSeconds(20));
            play.api(EnginePlay::found);
            play.ask(items(10_000, 4_000));
            play.run(Duration.ofSeconds(20));
        });

        assertThat(after).isLessThanOrEqualTo(plain + 1);
    }

    private int callsAboutABadKeyAfter(Consumer<EnginePlay> before) {
        EnginePlay play = play(market);
        play.ask(items(0, 2_000));
        play.run(SECOND);
        play.ask(items(2_000, 2_000));
        before.accept(play);
        play.api(breaking(Trouble.UNAVAILABLE, "bad"));
        Ear ear = play.ask(market.item("bad"));
        long asked = play.now();
        play.runUntilAnswered(Duration.ofMinutes(10));
        assertThat(ear.rejects()).containsOnlyKeys("bad");
        return (int) play.sentAfter(asked - 1).stream()
                .filter(sent -> sent.keys().contains("bad"))
                .count();
    }

    private static CallResult tornApart(Call call) {
        boolean torn = call.keys().size() > 1 && call.keys().stream().anyMatch(key -> key.endsWith("77"));
        return torn ? failed(Trouble.BATCH_NOT_FOUND) : found(call);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 30, 70})
    void shouldGetOnHoweverManyKeysBreakTheirCalls(int percent) {
        EnginePlay play = play(market);
        Set<String> poison = new HashSet<>();
        SplittableRandom luck = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            if (luck.nextInt(100) < percent) {
                poison.add("i" + i);
            }
        }
        play.api(call -> call.keys().stream().anyMatch(poison::contains) ? failed(Trouble.NOT_JSON) : found(call));
        play.engine.remember(market.item("known"));

        Ear ear = play.ask(items(0, 2_000));
        play.runUntilAnswered(Duration.ofMinutes(10));

        assertThat(ear.heard()).hasSize(2_000).allSatisfy((key, results) -> assertThat(
                        results.get(0) instanceof KeyResult.Failed)
                .isEqualTo(poison.contains(key)));
        assertThat(play.sent.size()).isLessThan(400 + 15 * poison.size());
    }

    @Test
    void shouldNotBeBlockedByAKnownKeyGoneBad() {
        EnginePlay play = play(market).api(breaking(Trouble.UNAVAILABLE, "known"));
        play.engine.remember(market.item("known"));
        play.api(call -> failed(Trouble.UNAVAILABLE));
        Ear ear = play.ask(items(0, 100));
        play.run(MINUTE);

        play.api(breaking(Trouble.UNAVAILABLE, "known"));
        play.runUntilAnswered(Duration.ofMinutes(2));

        assertThat(ear.heard()).hasSize(100);
    }

    @Test
    void shouldSayWhatItWaitsForAndSinceWhen() {
        EnginePlay play = play(market);
        play.ask(market.category("before"));
        play.run(MINUTE);
        play.api(call -> failed(Trouble.UNAVAILABLE));
        play.ask(many(0, 10, i -> market.category("c" + i)));
        long start = play.now();
        play.run(Duration.ofMinutes(10));

        ApiLane.Outage outage = play.outages().get("market");

        assertThat(outage.since() - start).isEqualTo(Duration.ofMillis(20).toNanos());
        assertThat(outage.reason()).isEqualTo("UNAVAILABLE");
        assertThat(outage.nextTry())
                .isBetween(play.now(), play.now() + Duration.ofSeconds(30).toNanos());
    }

    @Test
    void shouldSayTheSameFromOneTryToTheNext() {
        EnginePlay play = play(market).api(call -> failed(Trouble.THROTTLED, Duration.ofSeconds(5)));
        play.ask(items(0, 100));
        play.run(Duration.ofSeconds(2));
        long since = play.outages().get("market").since();

        for (int i = 0; i < 1_000; i++) {
            play.run(Duration.ofMillis(10));
            assertThat(play.outages()).containsOnlyKeys("market");
            assertThat(play.outages().get("market").since()).isEqualTo(since);
        }
    }

    @Test
    void shouldNotSpeakOfWaitingBecauseOfAFewBadKeys() {
        EnginePlay play = play(market);
        Set<String> poison = Set.of("i3", "i50", "i77", "i200", "i201", "i260", "i300", "i350");
        play.api(call -> call.keys().stream().anyMatch(poison::contains) ? failed(Trouble.NOT_JSON) : found(call));
        play.engine.remember(market.item("known"));

        Ear ear = play.ask(items(0, 400));
        for (int i = 0; i < 12_000; i++) {
            play.run(Duration.ofMillis(10));
            assertThat(play.outages()).isEmpty();
        }
        assertThat(ear.heard()).hasSize(400);
    }

    @Test
    void shouldNotSpeakOfWaitingWhenNobodyWaits() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNAVAILABLE));
        Ear ear = play.ask(items(0, 40));
        play.run(MINUTE);
        assertThat(play.outages()).isNotEmpty();

        ear.goAway();
        play.run(MINUTE);

        assertThat(play.outages()).isEmpty();
        assertThat(play.engine.pending()).isZero();
    }

    // Those who ask.

    @Test
    void shouldNotAskForThoseWhoAreGone() {
        EnginePlay play = play(market);

        Ear gone = play.ask(items(0, 5));
        Ear here = play.ask(items(4, 3));
        gone.goAway();
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).containsExactly(List.of("i4", "i5", "i6"));
        assertThat(here.heard()).containsOnlyKeys("i4", "i5", "i6");
        assertThat(here.firsts()).isEqualTo(3);
        assertThat(gone.heard()).isEmpty();
    }

    @Test
    void shouldAskForSomebodyNewAboutAKeyThatWasGivenUp() {
        EnginePlay play = play(market);

        play.ask(items(0, 1)).goAway();
        Ear next = play.ask(items(0, 1));
        play.runUntilAnswered(SECOND);

        assertThat(next.heard()).containsOnlyKeys("i0");
        assertThat(play.asked()).hasSize(1);
    }

    @Test
    void shouldDropWhatWaitsForARetryOfSomebodyGone() {
        EnginePlay play = play(market).api(breaking(Trouble.UNREACHABLE, "i0", "i1"));

        Ear ear = play.ask(items(0, 1));
        Ear other = play.ask(items(1, 1));
        play.run(Duration.ofMillis(300));
        ear.goAway();
        other.goAway();
        play.run(Duration.ofMinutes(2));

        assertThat(play.engine.pending()).isZero();
        assertThat(play.sent).hasSizeLessThan(4);
    }

    @Test
    void shouldForgetAtOnceWhatIsWithdrawnSoThatNobodyProbesForIt() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNAVAILABLE));
        play.engine.remember(market.item("good"));
        Ear ear = play.ask(items(0, 145));
        play.run(MINUTE);
        int sent = play.sent.size();

        ear.withdraw();
        play.engine.sweep();
        play.run(MINUTE);

        assertThat(play.engine.pending()).isZero();
        assertThat(play.outages()).isEmpty();
        assertThat(play.sent).hasSize(sent);
        assertThat(play.engine.levels(play.now()).get(0).lookups()).allSatisfy(level -> {
            assertThat(level.gathering()).isZero();
            assertThat(level.ready()).isZero();
            assertThat(level.delayed()).isZero();
        });
    }

    @Test
    void shouldForgetWhatWasWithdrawnWhileItsCallWasOnItsWay() {
        EnginePlay play = play(market).latency(call -> SECOND.toNanos()).api(call -> failed(Trouble.UNAVAILABLE));
        play.engine.remember(market.item("good"));
        Ear ear = play.ask(items(0, 100));
        play.run(Duration.ofMillis(500));

        ear.withdraw();
        play.engine.sweep();
        play.run(MINUTE);

        assertThat(play.sent).hasSize(5);
        assertThat(play.engine.pending()).isZero();
    }

    @Test
    void shouldTellAnAnswerThatComesAllTheSame() {
        EnginePlay play = play(market).latency(call -> SECOND.toNanos());
        Ear ear = play.ask(items(0, 20));
        play.run(Duration.ofMillis(500));

        ear.withdraw();
        play.engine.sweep();
        play.run(MINUTE);

        assertThat(ear.heard()).hasSize(20);
        assertThat(ear.firsts()).isEqualTo(20);
    }

    @Test
    void shouldAskAndChargeForThoseWhoHaveNotWithdrawn() {
        EnginePlay play = play(market);
        Ear withdrawn = play.ask(items(0, 12));
        Ear here = play.ask(items(10, 4));

        withdrawn.withdraw();
        play.engine.sweep();
        play.runUntilAnswered(SECOND);

        assertThat(play.asked()).containsExactly(List.of("i10", "i11", "i12", "i13"));
        assertThat(here.firsts()).isEqualTo(4);
        assertThat(here.calls()).containsExactly(new Asker.CallCount(1, 0, 0));
        assertThat(withdrawn.calls()).isEmpty();
    }

    @Test
    void shouldFillACallFromBehindWhereSomeOfItsKeysAreWithdrawn() {
        EnginePlay play = play(market.with(new RateLimit(1, SECOND)));
        play.ask(items(0, 20));
        Ear withdrawn = play.ask(items(20, 10));
        Ear here = play.ask(items(30, 15));

        withdrawn.withdraw();
        play.engine.sweep();
        play.ask(here, items(45, 10));
        play.run(Duration.ofSeconds(5));

        assertThat(here.heard()).hasSize(25);
        assertThat(withdrawn.heard()).isEmpty();
        assertThat(play.asked()).extracting(List::size).containsExactly(20, 20, 5);
    }

    // What another instance was told meanwhile.

    @Test
    void shouldNotAskWhatAnotherInstanceHasLetItKnow() {
        EnginePlay play = play(market.withConcurrency(1));
        Ear ear = play.ask(many(0, 10, i -> market.category("c" + i)));

        play.hear(market.category(), "c5", new KeyResult.NotFound());

        assertThat(ear.fates()).containsExactly(Map.entry("c5", "not_found"));
        play.runUntilAnswered(SECOND);
        assertThat(play.asked()).hasSize(9).doesNotContain(List.of("c5"));
        assertThat(ear.firsts()).isEqualTo(9);
        assertThat(ear.answers()).isEqualTo(10);
    }

    @Test
    void shouldFillACallFromBehindWhereSomeOfItsKeysAreKnownByNow() {
        EnginePlay play = play(market.withConcurrency(1));
        Ear ear = play.ask(many(0, 70, i -> market.seller("s" + i)));

        for (int i = 25; i < 35; i++) {
            play.hear(market.seller(), "s" + i, found("s" + i));
        }
        play.runUntilAnswered(SECOND);

        assertThat(ear.answers()).isEqualTo(70);
        assertThat(play.asked()).extracting(List::size).containsExactly(20, 20, 20);
    }

    @Test
    void shouldTakeTheirAnswerWhenItsOwnCallFails() {
        EnginePlay play = play(market).api(call -> failed(Trouble.REFUSED));
        Ear ear = play.ask(market.category("c"));

        play.hear(market.category(), "c", found("c"));
        assertThat(ear.answers()).isZero();
        play.run(MINUTE);

        assertThat(ear.fate("c")).isEqualTo("found");
        assertThat(play.asked()).hasSize(1);
        assertThat(play.engine.pending()).isZero();
    }

    @Test
    void shouldTakeItsOwnAnswerAndTellItOnceWhenBothCome() {
        EnginePlay play = play(market);
        Ear ear = play.ask(market.category("c"));

        play.hear(market.category(), "c", new KeyResult.NotFound());
        play.runUntilAnswered(SECOND);

        assertThat(ear.fate("c")).isEqualTo("found");
        assertThat(ear.firsts()).isEqualTo(1);
    }

    @Test
    void shouldAnswerWhoAsksJustAfterIt() {
        EnginePlay play = play(market);

        play.hear(market.category(), "c", found("c"));
        Ear ear = play.ask(market.category("c"));

        assertThat(ear.fate("c")).isEqualTo("found");
        assertThat(play.sent).isEmpty();
    }

    @Test
    void shouldNeitherProbeNorWaitForWhatIsKnownByNow() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNAVAILABLE));
        play.engine.remember(market.category("good"));
        Ear ear = play.ask(market.category("c"));
        play.run(MINUTE);
        int sent = play.sent.size();

        play.hear(market.category(), "c", found("c"));
        play.run(MINUTE);

        assertThat(ear.fate("c")).isEqualTo("found");
        assertThat(play.outages()).isEmpty();
        assertThat(play.sent).hasSize(sent);
        assertThat(play.engine.pending()).isZero();
    }

    @Test
    void shouldNotBelieveItsAnswerLongerThanItIsFresh() {
        EnginePlay play = play(market).latency(SECOND).api(call -> failed(Trouble.REFUSED));
        Ear inFlight = play.ask(market.category("c"));
        play.hear(market.category(), "c", found("c"), Duration.ofMillis(500));
        play.hear(market.category(), "d", found("d"), Duration.ofMillis(500));
        play.run(Duration.ofMillis(600));
        Ear later = play.ask(market.category("d"));
        play.run(MINUTE);

        assertThat(inFlight.fate("c")).isEqualTo("refused");
        assertThat(later.fate("d")).isEqualTo("refused");
    }

    @Test
    void shouldLetGoOfWhatIsWithdrawnBesideWhatIsKnownByNow() {
        EnginePlay play = play(market).api(call -> failed(Trouble.UNAVAILABLE));
        play.engine.remember(market.item("good"));
        Ear withdrawn = play.ask(items(0, 10));
        play.ask(items(10, 10));
        play.run(MINUTE);
        int sent = play.sent.size();

        withdrawn.withdraw();
        play.engine.sweep();
        for (int i = 10; i < 20; i++) {
            play.hear(market.item(), "i" + i, found("i" + i));
        }
        play.run(MINUTE);

        assertThat(play.engine.pending()).isZero();
        assertThat(play.outages()).isEmpty();
        assertThat(play.sent).hasSize(sent);
    }

    @Test
    void shouldAskAgainWhatItWasToldLongAgo() {
        EnginePlay play = play(market);
        play.ask(market.category("c"));
        play.hear(market.category(), "c", found("c"));
        play.run(MINUTE);

        Ear ear = play.ask(market.category("c"));
        play.runUntilAnswered(SECOND);

        assertThat(ear.firsts()).isEqualTo(1);
        assertThat(play.asked()).hasSize(2);
    }

    @Test
    void shouldPutACallOnOneAccount() {
        EnginePlay play = play(market);
        play.api(call -> play.sent.size() == 1 ? failed(Trouble.UNAVAILABLE) : found(call));

        Ear first = play.ask(items(0, 10));
        Ear second = play.ask(items(10, 10));
        play.runUntilAnswered(SECOND);

        assertThat(first.calls()).containsExactly(new Asker.CallCount(1, 0, 0), new Asker.CallCount(1, 1, 0));
        assertThat(second.calls()).isEmpty();
    }

    // Whoever sleeps until nextAt() misses nothing.

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldDoTheSameWhetherWokenEveryMillisecondOrWhenItSays(long seed) {
        EnginePlay lazy = troubled(seed);
        EnginePlay busy = troubled(seed).alsoEvery(Duration.ofMillis(1));

        lazy.run(Duration.ofSeconds(40));
        busy.run(Duration.ofSeconds(40));

        assertThat(lazy.sent).hasSizeGreaterThan(50).isEqualTo(busy.sent);
    }

    private EnginePlay troubled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EnginePlay play = new EnginePlay(
                market.with(new RateLimit(40, SECOND))
                        .withConcurrency(1 + (int) seed)
                        .pipeline(),
                seed);
        play.latency(call -> random.nextLong(Duration.ofMillis(300).toNanos()));
        play.api(call -> {
            int luck = random.nextInt(100);
            if (luck < 5) {
                return failed(Trouble.THROTTLED, Duration.ofSeconds(random.nextInt(3)));
            }
            if (luck < 30) {
                Trouble[] troubles = Trouble.values();
                return failed(troubles[random.nextInt(troubles.length)]);
            }
            return answered(call, key -> switch (random.nextInt(20)) {
                case 0 -> new KeyAnswer.Again(Trouble.UNAVAILABLE, "500");
                case 1 -> new KeyAnswer.Unclear("missing_in_answer", "");
                default -> new KeyAnswer.Final(found(key));
            });
        });
        play.ask(items(0, 700));
        play.ask(many(0, 30, i -> market.category("c" + i)));
        play.ask(many(0, 130, i -> market.seller("s" + i)));
        return play;
    }
}
