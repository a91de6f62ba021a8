package io.multiget.enricher.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.LookupLevel;
import io.multiget.enricher.http.LookupMeter.Landing;
import io.multiget.enricher.lookup.CacheMeter.Layer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One lookup's meters. Told by one thread at a time of the lookup client's, but for {@link #hit}, which any thread may call; read by any.
 */
final class LookupMetrics {
    private static final String KEYS = "keys";

    /** For a key that has no reject code, as every series of a metric has the same tags. */
    private static final String NO_CODE = "none";

    /** What became of a key, as the tags say it. */
    private record Fate(String outcome, String code) {
        static final Fate FOUND = new Fate("found", NO_CODE);
        static final Fate NOT_FOUND = new Fate("not_found", NO_CODE);
        static final Fate HEARD = new Fate("heard", NO_CODE);
        static final Fate DROPPED = new Fate("dropped", NO_CODE);

        static Fate of(KeyResult result) {
            if (result instanceof KeyResult.Failed failed) {
                return new Fate("failed", failed.code());
            }
            return result instanceof KeyResult.Found ? FOUND : NOT_FOUND;
        }
    }

    private final MeterRegistry registry;
    private final Tags tags;
    private final LongSupplier nanos;
    private final int keysPerCall;

    /** Own counts, as a registry's counter can start late, or tell only of the last minute. */
    private final AtomicLong calls = new AtomicLong();

    private final AtomicLong asked = new AtomicLong();
    private final Map<String, Timer> landed = new HashMap<>();
    private final Map<Fate, Counter> ended = new HashMap<>();
    private final Counter retries;
    private final Counter throttled;
    private final Counter strangers;
    private final Counter joined;
    private final Map<Layer, Counter> hits = new EnumMap<>(Layer.class);
    private final DistributionSummary batch;
    private volatile LookupLevel level;

    LookupMetrics(MeterRegistry registry, Tags tags, Lookup lookup, LongSupplier nanos) {
        this.registry = registry;
        this.tags = tags;
        this.nanos = nanos;
        this.keysPerCall = lookup.keysPerCall();
        this.level = LookupLevel.idle(lookup.name());
        this.retries = registry.counter("multiget.lookup.retries", tags);
        this.throttled = registry.counter("multiget.lookup.throttled", tags);
        this.strangers = registry.counter("multiget.lookup.strangers", tags);
        this.joined = hits("in_flight");
        for (Layer layer : Layer.values()) {
            hits.put(layer, hits(layer.name().toLowerCase(Locale.ROOT)));
        }
        this.batch = DistributionSummary.builder("multiget.lookup.batch.keys")
                .baseUnit(KEYS)
                .serviceLevelObjectives(quarters(keysPerCall))
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("multiget.lookup.asked", asked, AtomicLong::doubleValue)
                .baseUnit(KEYS)
                .tags(tags)
                .register(registry);
        registerGauges();
        timer(Landing.ANSWERED);
        counter(Fate.FOUND);
        counter(Fate.NOT_FOUND);
    }

    private void registerGauges() {
        gauge("multiget.lookup.minimum", LookupMetrics::minimumCalls)
                .baseUnit("calls")
                .register(registry);
        gauge("multiget.lookup.calls.ratio", LookupMetrics::callsOverMinimum).register(registry);
        gauge("multiget.lookup.oldest", metrics -> Age.seconds(metrics.level.oldestSince(), metrics.nanos))
                .baseUnit("seconds")
                .register(registry);
        queue("gathering", LookupLevel::gathering);
        queue("ready", LookupLevel::ready);
        queue("delayed", LookupLevel::delayed);
    }

    private void queue(String state, ToDoubleFunction<LookupLevel> keys) {
        gauge("multiget.lookup.queue", metrics -> keys.applyAsDouble(metrics.level))
                .baseUnit(KEYS)
                .tag("state", state)
                .register(registry);
    }

    private Gauge.Builder<LookupMetrics> gauge(String name, ToDoubleFunction<LookupMetrics> value) {
        return Gauge.builder(name, this, value).tags(tags);
    }

    private Counter hits(String layer) {
        return registry.counter("multiget.cache.hits", tags.and("layer", layer));
    }

    /** How full a call is, as far as anybody wants to know. */
    private static double[] quarters(int size) {
        return DoubleStream.of(1, size / 4, size / 2, size * 3 / 4, size)
                .filter(keys -> keys >= 1)
                .distinct()
                .toArray();
    }

    void joined() {
        joined.increment();
    }

    /** The calls first, so that a reader in between does not see fewer than the fewest. */
    void sent(int keys, int newKeys) {
        calls.incrementAndGet();
        asked.addAndGet(newKeys);
        if (keys > 0) {
            batch.record(keys);
        }
    }

    void landed(Landing landing) {
        timer(landing.outcome()).record(Duration.ofNanos(landing.nanos()));
        strangers.increment(landing.strangers());
        if (landing.retry()) {
            retries.increment();
        }
        if (landing.isThrottled()) {
            throttled.increment();
        }
    }

    private Timer timer(String outcome) {
        return landed.computeIfAbsent(
                outcome, word -> registry.timer("multiget.lookup.calls", tags.and("outcome", word)));
    }

    void ended(KeyResult result) {
        counter(Fate.of(result)).increment();
    }

    void heard() {
        counter(Fate.HEARD).increment();
    }

    void dropped() {
        counter(Fate.DROPPED).increment();
    }

    private Counter counter(Fate fate) {
        return ended.computeIfAbsent(fate, f -> Counter.builder("multiget.lookup.keys")
                .baseUnit(KEYS)
                .tags(tags.and("outcome", f.outcome(), "code", f.code()))
                .register(registry));
    }

    void hit(Layer layer) {
        hits.get(layer).increment();
    }

    void show(LookupLevel newer) {
        level = newer;
    }

    /** The fewest calls that could have asked so many keys. */
    private double minimumCalls() {
        return Math.ceil((double) asked.get() / keysPerCall);
    }

    private double callsOverMinimum() {
        double minimum = minimumCalls();
        return calls.get() / minimum;
    }
}
