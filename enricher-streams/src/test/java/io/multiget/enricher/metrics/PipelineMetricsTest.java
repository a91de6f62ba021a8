package io.multiget.enricher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.enricher.TestPipelines;
import io.multiget.enricher.http.ApiLevel;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.LookupLevel;
import io.multiget.enricher.http.LookupMeter.Landing;
import io.multiget.enricher.lookup.CacheMeter.Layer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pipeline pipeline = TestPipelines.books(16, Optional.of(new RateLimit(1500, Duration.ofMinutes(1))));
    private final Lookup book = pipeline.lookup("book"); // three a call
    private final Lookup author = pipeline.lookup("author"); // one a call
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Below zero, as the clock of a JVM may be. */
    private final AtomicLong clock = new AtomicLong(-500 * SECOND);

    private final PipelineMetrics metrics = new PipelineMetrics(registry, pipeline, clock::get);

    private RequiredSearch of(Lookup lookup, String name) {
        return registry.get("multiget." + name).tags("pipeline", "books", "api", "library", "lookup", lookup.name());
    }

    private double api(String name) {
        return registry.get("multiget." + name)
                .tags("pipeline", "books", "api", "library")
                .gauge()
                .value();
    }

    private double gauge(Lookup lookup, String name) {
        return of(lookup, name).gauge().value();
    }

    private double counter(Lookup lookup, String name, String... tags) {
        return of(lookup, name).tags(tags).counter().count();
    }

    private static Landing landing(String outcome) {
        return new Landing(outcome, false, 0, SECOND);
    }

    @Test
    void shouldCountCallsByOutcomeAndTimeThem() {
        metrics.landed(book, new Landing(Landing.ANSWERED, false, 0, SECOND));
        metrics.landed(book, new Landing(Landing.ANSWERED, false, 0, 3 * SECOND));
        metrics.landed(book, landing("timed_out"));

        Timer answered = of(book, "lookup.calls").tag("outcome", "answered").timer();
        assertThat(answered.count()).isEqualTo(2);
        assertThat(answered.mean(TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(of(book, "lookup.calls").tag("outcome", "timed_out").timer().count())
                .isEqualTo(1);
        assertThat(of(author, "lookup.calls").tag("outcome", "answered").timer().count())
                .isZero();
    }

    @Test
    void shouldCountThrottledCallsRetriesAndStrangers() {
        metrics.landed(book, landing("throttled"));
        metrics.landed(book, new Landing("unavailable", true, 0, SECOND));
        metrics.landed(book, new Landing(Landing.ANSWERED, true, 3, SECOND));

        assertThat(counter(book, "lookup.throttled")).isEqualTo(1);
        assertThat(counter(book, "lookup.retries")).isEqualTo(2);
        assertThat(counter(book, "lookup.strangers")).isEqualTo(3);
        assertThat(counter(author, "lookup.throttled")).isZero();
    }

    @Test
    void shouldCountWhatBecameOfKeys() {
        metrics.ended(book, new KeyResult.Found(Map.of()));
        metrics.ended(book, new KeyResult.Found(Map.of()));
        metrics.ended(book, new KeyResult.NotFound());
        metrics.ended(book, new KeyResult.Failed("refused", "key 7 is not to my liking", 1));
        metrics.dropped(book);
        metrics.heard(book);

        assertThat(counter(book, "lookup.keys", "outcome", "found", "code", "none"))
                .isEqualTo(2);
        assertThat(counter(book, "lookup.keys", "outcome", "not_found", "code", "none"))
                .isEqualTo(1);
        assertThat(counter(book, "lookup.keys", "outcome", "failed", "code", "refused"))
                .isEqualTo(1);
        assertThat(counter(book, "lookup.keys", "outcome", "dropped", "code", "none"))
                .isEqualTo(1);
        assertThat(counter(book, "lookup.keys", "outcome", "heard", "code", "none"))
                .isEqualTo(1);
    }

    @Test
    void shouldMeasureCallsByTheFewestPossible() {
        metrics.sent(book, 3, 3);
        metrics.sent(book, 2, 1); // one of them again
        metrics.sent(book, 0, 0); // a probe
        metrics.sent(author, 1, 1);
        metrics.sent(author, 1, 1);

        assertThat(of(book, "lookup.asked").functionCounter())
                .extracting(FunctionCounter::count)
                .isEqualTo(4.0);
        assertThat(gauge(book, "lookup.minimum")).isEqualTo(2); // four keys, three a call
        assertThat(gauge(book, "lookup.calls.ratio")).isEqualTo(1.5);
        assertThat(gauge(author, "lookup.minimum")).isEqualTo(2);
        assertThat(gauge(author, "lookup.calls.ratio")).isEqualTo(1);
    }

    @Test
    void shouldNotJudgeCallsBeforeTheFirst() {
        assertThat(gauge(book, "lookup.minimum")).isZero();
        assertThat(gauge(book, "lookup.calls.ratio")).isNaN();
    }

    @Test
    void shouldTellHowFullCallsAre() {
        metrics.sent(book, 3, 3);
        metrics.sent(book, 1, 1);
        metrics.sent(book, 0, 0); // a probe for nobody says nothing about batches

        DistributionSummary batch = of(book, "lookup.batch.keys").summary();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.mean()).isEqualTo(2);
        assertThat(batch.takeSnapshot().histogramCounts())
                .satisfiesExactly(
                        one -> assertThat(one.count()).isEqualTo(1),
                        two -> assertThat(two.count()).isEqualTo(1),
                        three -> assertThat(three.count()).isEqualTo(2));
    }

    @Test
    void shouldTellWhereKeysWaitAndHowLongTheOldestHas() {
        metrics.levels(
                List.of(level(OptionalLong.empty(), new LookupLevel("book", 5, 20, 7, OptionalLong.of(clock.get())))));

        clock.addAndGet(90 * SECOND);

        assertThat(of(book, "lookup.queue").tag("state", "gathering").gauge().value())
                .isEqualTo(5);
        assertThat(of(book, "lookup.queue").tag("state", "ready").gauge().value())
                .isEqualTo(20);
        assertThat(of(book, "lookup.queue").tag("state", "delayed").gauge().value())
                .isEqualTo(7);
        assertThat(gauge(book, "lookup.oldest")).isEqualTo(90);
        assertThat(gauge(author, "lookup.oldest")).isZero();
    }

    @Test
    void shouldTellTheLimitsOfAnApi() {
        double before = api("api.concurrency.limit");
        metrics.levels(List.of(new ApiLevel("library", 3, 5, 0.5, OptionalLong.empty(), List.of())));

        assertThat(before).isEqualTo(16);
        assertThat(api("api.in.flight")).isEqualTo(3);
        assertThat(api("api.concurrency.limit")).isEqualTo(5);
        assertThat(api("api.pace")).isEqualTo(0.5);
        assertThat(api("api.concurrency.ceiling")).isEqualTo(16);
        assertThat(api("api.rate.limit")).isEqualTo(25);
    }

    @Test
    void shouldTellNoRateWhereThereIsNone() {
        SimpleMeterRegistry unlimited = new SimpleMeterRegistry();
        new PipelineMetrics(unlimited, TestPipelines.books(), clock::get);

        assertThat(unlimited.find("multiget.api.rate.limit").gauge()).isNull();
        assertThat(unlimited.find("multiget.api.in.flight").gauge()).isNotNull();
    }

    @Test
    void shouldTellThatAnApiIsWaitedForAndHowLong() {
        metrics.levels(List.of(level(OptionalLong.of(clock.get()))));
        clock.addAndGet(30 * SECOND);

        assertThat(api("api.waiting")).isEqualTo(1);
        assertThat(api("api.waiting.time")).isEqualTo(30);

        metrics.levels(List.of(level(OptionalLong.empty())));

        assertThat(api("api.waiting")).isZero();
        assertThat(api("api.waiting.time")).isZero();
    }

    @Test
    void shouldCountCacheHitsByLayer() {
        metrics.hit(book, Layer.TASK);
        metrics.hit(author, Layer.SHARED);
        metrics.hit(author, Layer.RECENT);
        metrics.hit(author, Layer.RECENT);
        metrics.joined(book);

        assertThat(counter(book, "cache.hits", "layer", "task")).isEqualTo(1);
        assertThat(counter(book, "cache.hits", "layer", "in_flight")).isEqualTo(1);
        assertThat(counter(author, "cache.hits", "layer", "shared")).isEqualTo(1);
        assertThat(counter(author, "cache.hits", "layer", "recent")).isEqualTo(2);
    }

    /** A registry reads gauges whenever it likes, and whatever happens to the engine. */
    @Test
    void shouldLetAnAgeGrowWhenNobodyTellsAnyMore() {
        metrics.levels(
                List.of(level(OptionalLong.empty(), new LookupLevel("book", 0, 0, 0, OptionalLong.of(clock.get())))));

        clock.addAndGet(SECOND);
        double first = gauge(book, "lookup.oldest");
        clock.addAndGet(SECOND);

        assertThat(gauge(book, "lookup.oldest")).isEqualTo(first + 1);
    }

    private static ApiLevel level(OptionalLong waitingSince, LookupLevel... lookups) {
        return new ApiLevel("library", 0, 16, 1, waitingSince, List.of(lookups));
    }
}
