package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.simulator.LoggedCall;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a misbehaving API costs, and what it must not: calls, slots, time. {@code docs/answers.md} tells the outcomes. */
@Timeout(60)
class MisbehavingApiTest {
    private static final Retry QUICK = new Retry(4, Duration.ofMillis(20), Duration.ofMillis(200));

    /** A retry that counts takes longer than any test has. */
    private static final Retry SLOW = new Retry(4, Duration.ofMinutes(5), Duration.ofMinutes(5));

    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(2));

    private final Simulator simulator =
            Simulator.start(SimulatorSettings.ephemeral().with("slow", "1s"));
    private final TestApi market =
            TestApi.market().at(simulator.url()).with(QUICK).with(SHORT);

    @AfterEach
    void close() {
        simulator.close();
    }

    private List<List<String>> callsAbout(String id) {
        return simulator.callsAfter(0).stream()
                .map(LoggedCall::ids)
                .filter(ids -> ids.contains(id))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING_ELEMENT", "DOUBLED", "WRONG_ID"})
    void shouldAskAloneOnceAboutAKeyWhoseElementIsUnclear(Fate fate) { // A2, A4, A5
        String unclear = fate.itemId("MLA", 1);
        Ear ear = new Ear();

        try (LookupClient client = LookupClient.open(market.pipeline())) {
            client.ask(market.item(unclear), ear);
            IntStream.range(1, 20).forEach(i -> client.ask(market.item(Fate.FOUND.itemId("MLA", i)), ear));
            await("every key is answered").until(() -> ear.answers() == 20);
        }

        assertThat(ear.rejects()).containsOnlyKeys(unclear);
        assertThat(callsAbout(unclear)).hasSize(2).last().isEqualTo(List.of(unclear));
        assertThat(simulator.stats().callsTotal()).isEqualTo(2);
    }

    @Test
    void shouldWaitAnHourAtMost() { // A22
        Instant start = Instant.now();

        try (LookupClient client = LookupClient.open(market.pipeline())) {
            client.ask(market.item(Fate.RETRY_AFTER_HUGE.itemId("MLA", 1)), new Ear());
            await("it waits").until(() -> !client.waiting().isEmpty());

            assertThat(client.waiting()).singleElement().satisfies(wait -> {
                assertThat(wait.reason()).startsWith("429, retry after 1000000000 s from item: ");
                assertThat(wait.nextTry())
                        .isBetween(
                                start.plus(RetryPolicy.MAX_RETRY_AFTER),
                                Instant.now().plus(RetryPolicy.MAX_RETRY_AFTER));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENCE_ONCE", "HEADERS_THEN_SILENCE", "DRIBBLE"})
    void shouldFreeTheSlotOfACallThatHangs(Fate fate) { // A28
        TestApi narrow = market.withConcurrency(1);
        Ear hanging = new Ear();
        Ear others = new Ear();

        try (LookupClient client = LookupClient.open(narrow.pipeline())) {
            client.ask(narrow.category("MLA" + fate.number(1)), hanging);
            IntStream.range(0, 3).forEach(i -> client.ask(narrow.category("MLA100" + i), others));
            await("the others are answered").until(() -> others.answers() == 3);

            assertThat(others.rejects()).isEmpty();
            await("the call that hung is left").until(() -> simulator.stats().connections() <= 1);
        }
    }

    @Test
    void shouldNotBelieveAnAnswerAfterItsTimeout() { // A30
        String late = Fate.LATE_ONCE.itemId("MLA", 1);
        Ear ear = new Ear();

        try (LookupClient client = LookupClient.open(market.pipeline())) {
            client.ask(market.item(late), ear);
            await("the second answer is there").until(() -> ear.answers() == 1);
        }

        SimulatedCatalog catalog = new SimulatedCatalog(CatalogSettings.DEFAULT);
        assertThat(ear.of(late))
                .isEqualTo(new KeyResult.Found(
                        Map.of("price", catalog.item(late).orElseThrow().price())));
        assertThat(callsAbout(late)).hasSize(2);
    }

    @Test
    void shouldRepeatAtNoCostWhatAClosedConnectionNeverSaw() { // A37
        TestApi patient = market.with(SLOW).withConcurrency(1);
        Ear ear = new Ear();

        try (LookupClient client = LookupClient.open(patient.pipeline())) {
            for (int i = 0; i < 5; i++) {
                int asked = i + 1;
                client.ask(patient.category("MLA" + Fate.HANGS_UP.number(i)), ear);
                await("an answer").until(() -> ear.answers() == asked);
            }
        }

        assertThat(ear.rejects()).isEmpty();
        assertThat(simulator.stats().callsTotal()).isEqualTo(5);
    }

    @Test
    void shouldNotHoldOthersUpForTheSlowOnes() { // A32
        SplittableRandom luck = new SplittableRandom(5);
        Set<String> slow = new HashSet<>();
        EnginePlay play = new EnginePlay(market.pipeline());
        play.latency(call -> {
            boolean takesLong = luck.nextInt(100) < 5;
            call.keys().stream().filter(key -> takesLong).forEach(slow::add);
            return (takesLong ? Duration.ofSeconds(30) : Duration.ofMillis(20)).toNanos();
        });

        Ear ear = new Ear();
        for (int i = 0; i < 1_000; i++) {
            play.ask(ear, market.category("c" + i));
            play.run(Duration.ofMillis(100));
            assertThat(ear.answers()).isGreaterThanOrEqualTo(i + 1 - slow.size());
        }

        assertThat(slow).hasSizeBetween(30, 70);
        play.runUntilAnswered(Duration.ofSeconds(31));
        assertThat(ear.rejects()).isEmpty();
    }
}
