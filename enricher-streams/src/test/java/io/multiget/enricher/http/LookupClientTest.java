package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.enricher.TestPipelines;
import io.multiget.enricher.metrics.PipelineMetrics;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import io.multiget.simulator.catalog.Fate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LookupClientTest {
    private static final Retry QUICK = new Retry(4, Duration.ofMillis(20), Duration.ofMillis(200));
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(10));

    /** Much, as the machine may have other things to do. */
    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(90));
    }

    private static LookupClient client(TestApi api, Transport transport) {
        return new LookupClient(
                api.pipeline(), transport, new SplittableRandom(1), System::nanoTime, InstantSource.system(), () -> {});
    }

    /** Answers every call with this, at once. */
    private static Transport always(HttpAnswer answer) {
        return (call, done) -> done.accept(answer);
    }

    @Test
    void shouldAskNothingForAWhileAfterTheProcessStoodStill() {
        TestApi market = TestApi.market();
        AtomicLong stopped = new AtomicLong();
        List<Long> sentAt = Collections.synchronizedList(new ArrayList<>());
        LongSupplier nanos = () -> System.nanoTime() + stopped.get();
        Transport transport = (call, done) -> {
            sentAt.add(nanos.getAsLong());
            done.accept(new HttpAnswer.Received(200, List.of(), elements(call)));
        };
        Ear ear = new Ear();

        try (LookupClient client = new LookupClient(
                market.pipeline(), transport, new SplittableRandom(1), nanos, InstantSource.system(), () -> {})) {
            client.ask(market.item("before"), ear);
            await("an answer").until(() -> ear.answers() == 1);
            stopped.set(Duration.ofSeconds(30).toNanos());
            long goesOn = nanos.getAsLong();
            client.ask(market.item("after"), ear);
            await("an answer after the stop").until(() -> ear.answers() == 2);

            assertThat(Duration.ofNanos(sentAt.get(1) - goesOn)).isGreaterThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void shouldAskAtTheShareOfTheRateThatItsTasksHave() {
        TestApi limited = TestApi.market().with(new RateLimit(1_000, Duration.ofSeconds(1)));
        AtomicInteger calls = new AtomicInteger();
        Transport transport = (call, done) -> {
            calls.incrementAndGet();
            done.accept(new HttpAnswer.Received(200, List.of(), elements(call)));
        };
        Ear ear = new Ear();

        try (LookupClient client = new LookupClient(
                limited.pipeline(),
                transport,
                new SplittableRandom(1),
                System::nanoTime,
                InstantSource.system(),
                () -> {},
                LookupMeter.NONE,
                100)) {
            client.started("task 1");
            long start = System.nanoTime();
            IntStream.range(0, 400).forEach(i -> client.ask(limited.item("i" + i), ear));
            await("every answer").until(() -> ear.answers() == 400);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            // 20 calls at a hundredth of the rate, of which the first one goes at once.
            assertThat(calls.get()).isEqualTo(20);
            assertThat(took).isGreaterThan(Duration.ofMillis(1_800));
        }
    }

    @Test
    void shouldNotCallBeforeRetryAfterIsOver() {
        TestApi market = TestApi.market().withConcurrency(1); // so that no other call is on its way
        Ear ear = new Ear();

        try (Simulator simulator = Simulator.start(SimulatorSettings.ephemeral().with("rate_limit", "10 per 1s"));
                LookupClient client =
                        LookupClient.open(market.at(simulator.url()).pipeline())) {
            IntStream.range(0, 500).forEach(i -> client.ask(market.item(Fate.FOUND.itemId("MLA", i)), ear));
            await("every key is answered").until(() -> ear.answers() == 500);

            assertThat(ear.rejects()).isEmpty();
            assertThat(simulator.stats().turnedAway()).isPositive();
            assertThat(simulator.stats().earlyCalls() + simulator.stats().callsOnTheirWay())
                    .isZero();
        }
    }

    @Test
    void shouldAskAsLittleAsPossibleWhenAllIsWell() {
        TestApi market = TestApi.market();
        Ear ear = new Ear();

        try (Simulator simulator = Simulator.start(SimulatorSettings.ephemeral());
                LookupClient client =
                        LookupClient.open(market.at(simulator.url()).pipeline())) {
            List<Question> questions = IntStream.range(0, 5_000)
                    .mapToObj(i -> market.item(Fate.FOUND.itemId("MLA", i / 2)))
                    .toList();
            questions.forEach(question -> client.ask(question, ear));
            await("every key is answered").until(() -> ear.answers() == 5_000);

            assertThat(simulator.stats().callsTotal()).isEqualTo(2_500 / 20);

            assertThat(ear.firsts()).isEqualTo(2_500);
        }
    }

    /** The client's own thread may be at work just then, and does it now and then. */
    @Test
    void shouldLetTheNextCallOutOnTheThreadThatBringsAnAnswer() {
        TestApi market = TestApi.market().withConcurrency(1);
        List<Thread> sentOn = Collections.synchronizedList(new ArrayList<>());
        ExecutorService api = Executors.newSingleThreadExecutor();
        Transport transport = (call, done) -> {
            sentOn.add(Thread.currentThread());
            api.execute(() -> {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                sentOn.add(Thread.currentThread());
                done.accept(new HttpAnswer.Received(200, List.of(), "{\"price\":1}".getBytes(StandardCharsets.UTF_8)));
            });
        };
        Ear ear = new Ear();

        try (LookupClient client = client(market, transport)) {
            IntStream.range(0, 100).forEach(i -> client.ask(market.category("c" + i), ear));
            await("every answer").until(() -> ear.answers() == 100);
        } finally {
            api.shutdownNow();
        }

        long onThatThread = IntStream.range(1, 100)
                .filter(i -> sentOn.get(2 * i) == sentOn.get(2 * i - 1))
                .count();
        assertThat(onThatThread).isGreaterThan(50);
        assertThat(sentOn).hasSize(200);
    }

    @Test
    void shouldStopForGoodWhenTheEngineHasABugOnAnotherThread() {
        TestApi market = TestApi.market().withConcurrency(1);
        AtomicInteger calls = new AtomicInteger();
        Transport broken = (call, done) -> {
            if (calls.incrementAndGet() > 1) {
                throw new StackOverflowError("as deep as it goes");
            }
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
                    .execute(() -> done.accept(
                            new HttpAnswer.Received(200, List.of(), "{\"price\":1}".getBytes(StandardCharsets.UTF_8))));
        };

        try (LookupClient client = client(market, broken)) {
            client.ask(market.category("c"), new Ear());
            client.ask(market.category("d"), new Ear());

            assertDies(client, market);
        }
    }

    @Test
    void shouldStopForGoodWhenTheReaderHasABug() {
        @SuppressWarnings("NullAway") // just what must not be
        HttpAnswer impossible = new HttpAnswer.Received(200, List.of(), null);
        TestApi market = TestApi.market();

        try (LookupClient client = client(market, always(impossible))) {
            client.ask(market.category("c"), new Ear());

            assertDies(client, market);
        }
    }

    @Test
    void shouldStopForGoodWhenTheEngineHasABug() {
        TestApi market = TestApi.market();
        Lookup stranger = TestPipelines.books().lookup("author");

        try (LookupClient client = client(market, always(new HttpAnswer.Broken("")))) {
            client.ask(new Question(stranger, "k", "/", ""), new Ear());

            assertDies(client, market);
        }
    }

    @Test
    void shouldStopForGoodWhenAnErrorIsThrown() {
        TestApi market = TestApi.market();
        Transport broken = (call, done) -> {
            throw new StackOverflowError("as deep as it goes");
        };

        try (LookupClient client = client(market, broken)) {
            client.ask(market.category("c"), new Ear());

            assertDies(client, market);
        }
    }

    private static void assertDies(LookupClient client, TestApi market) {
        await("the client has stopped").ignoreExceptions().until(() -> isDead(client));
        assertThatThrownBy(() -> client.ask(market.category("d"), new Ear()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped")
                .hasCauseInstanceOf(Throwable.class);
        assertThatThrownBy(client::waiting).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.remember(market.category("d"))).isInstanceOf(IllegalStateException.class);
    }

    private static boolean isDead(LookupClient client) {
        try {
            client.waiting();
            return false;
        } catch (IllegalStateException dead) {
            return true;
        }
    }

    @Test
    void shouldSayWhatItWaitsFor() {
        TestApi market = TestApi.market();
        Transport throttling = always(new HttpAnswer.Received(429, List.of("30"), new byte[0]));
        Instant start = Instant.now();

        try (LookupClient client = client(market, throttling)) {
            client.ask(market.category("c"), new Ear());
            await("it waits").until(() -> !client.waiting().isEmpty());

            assertThat(client.waiting()).singleElement().satisfies(wait -> {
                assertThat(wait.api()).isEqualTo("market");
                assertThat(wait.since()).isBetween(start.minusMillis(1), Instant.now());
                assertThat(wait.reason()).isEqualTo("429, retry after 30 s from category: an empty body");
                assertThat(wait.nextTry())
                        .isBetween(start.plusSeconds(29), Instant.now().plusSeconds(30));
            });
        }
    }

    @Test
    void shouldShowWhatItDoes() {
        TestApi market = TestApi.market().with(QUICK);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        PipelineMetrics metrics = new PipelineMetrics(registry, market.pipeline(), System::nanoTime);
        List<Consumer<HttpAnswer>> held = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger calls = new AtomicInteger();
        Transport transport = (call, done) -> {
            if (calls.incrementAndGet() <= 2) {
                held.add(done);
            } else {
                done.accept(new HttpAnswer.Received(200, List.of(), elements(call)));
            }
        };
        Ear ear = new Ear();

        try (LookupClient client = new LookupClient(
                market.pipeline(),
                transport,
                new SplittableRandom(1),
                System::nanoTime,
                InstantSource.system(),
                () -> {},
                metrics,
                1)) {
            IntStream.range(0, 40).forEach(i -> client.ask(market.item("i" + i), ear));
            client.ask(market.item("i0"), ear);
            await("both calls are seen on their way")
                    .until(() -> registry.get("multiget.api.in.flight").gauge().value() == 2);
            assertThat(item(registry, "lookup.oldest").gauge().value()).isPositive();
            held.get(0).accept(new HttpAnswer.Received(429, List.of(), new byte[0]));
            held.get(1).accept(new HttpAnswer.Broken("timed out", true));
            await("every question is answered").until(() -> ear.answers() == 41);
            await("nothing is seen on its way")
                    .until(() -> registry.get("multiget.api.in.flight").gauge().value() == 0);
        }

        assertThat(outcome(registry, "throttled")).isEqualTo(1);
        assertThat(outcome(registry, "timed_out")).isEqualTo(1);
        assertThat(outcome(registry, "answered")).isEqualTo(2);
        assertThat(item(registry, "lookup.throttled").counter().count()).isEqualTo(1);
        assertThat(item(registry, "lookup.retries").counter().count()).isEqualTo(2);
        assertThat(item(registry, "lookup.minimum").gauge().value()).isEqualTo(2);
        assertThat(item(registry, "lookup.calls.ratio").gauge().value()).isEqualTo(2);
        assertThat(item(registry, "lookup.keys")
                        .tag("outcome", "found")
                        .counter()
                        .count())
                .isEqualTo(40);
        assertThat(item(registry, "lookup.batch.keys").summary().totalAmount()).isEqualTo(80);
        assertThat(item(registry, "cache.hits")
                        .tag("layer", "in_flight")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(item(registry, "lookup.oldest").gauge().value()).isZero();
    }

    private static RequiredSearch item(SimpleMeterRegistry registry, String name) {
        return registry.get("multiget." + name).tag("lookup", "item");
    }

    private static long outcome(SimpleMeterRegistry registry, String outcome) {
        return item(registry, "lookup.calls").tag("outcome", outcome).timer().count();
    }

    /** One element for each key of the call. */
    private static byte[] elements(Call call) {
        return call.keys().stream()
                .map(key -> "{\"code\":200,\"body\":{\"id\":\"" + key + "\",\"price\":1}}")
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldCloseWhileCallsAreOnTheirWay() {
        TestApi market = TestApi.market();
        List<Consumer<HttpAnswer>> open = Collections.synchronizedList(new ArrayList<>());
        Ear ear = new Ear();

        LookupClient client = client(market, (call, done) -> open.add(done));
        client.ask(market.category("c"), ear);
        await("the call is on its way").until(() -> open.size() == 1);
        client.close();
        open.get(0).accept(new HttpAnswer.Broken("too late"));

        assertThat(ear.heard()).isEmpty();
    }

    @Test
    void shouldSleepWhileThereIsNothingToDo() throws InterruptedException {
        TestApi market = TestApi.market();

        try (LookupClient client = client(market, always(new HttpAnswer.Broken("down")))) {
            client.ask(market.category("c"), new Ear());
            Thread.sleep(500);
            long before = cpuNanos();
            Thread.sleep(1_000);

            assertThat(Duration.ofNanos(cpuNanos() - before)).isLessThan(Duration.ofMillis(100));
        }
    }

    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().equals("lookups-market")) {
                nanos += threads.getThreadCpuTime(id);
            }
        }
        return nanos;
    }
}
