package io.multiget.enricher.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.multiget.contract.pipeline.Api;
import io.multiget.enricher.http.ApiLevel;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** One API's gauges. Shown by one thread, read by any. */
final class ApiMetrics {
    private final LongSupplier nanos;
    private volatile ApiLevel level;

    ApiMetrics(MeterRegistry registry, Tags tags, Api api, LongSupplier nanos) {
        this.nanos = nanos;
        this.level = new ApiLevel(api.name(), 0, api.concurrency(), 1, OptionalLong.empty(), List.of());
        gauge("multiget.api.in.flight", metrics -> metrics.level.inFlight())
                .baseUnit("calls")
                .tags(tags)
                .register(registry);
        gauge("multiget.api.concurrency.limit", metrics -> metrics.level.limit())
                .tags(tags)
                .register(registry);
        gauge("multiget.api.concurrency.ceiling", metrics -> api.concurrency())
                .tags(tags)
                .register(registry);
        gauge("multiget.api.pace", metrics -> metrics.level.pace()).tags(tags).register(registry);
        gauge("multiget.api.waiting", metrics -> metrics.level.waitingSince().isPresent() ? 1 : 0)
                .tags(tags)
                .register(registry);
        gauge("multiget.api.waiting.time", metrics -> Age.seconds(metrics.level.waitingSince(), nanos))
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        api.rateLimit()
                .map(rate -> rate.calls()
                        * (double) TimeUnit.SECONDS.toNanos(1)
                        / rate.per().toNanos())
                .ifPresent(perSecond -> gauge("multiget.api.rate.limit", metrics -> perSecond)
                        .tags(tags)
                        .register(registry));
    }

    private Gauge.Builder<ApiMetrics> gauge(String name, ToDoubleFunction<ApiMetrics> value) {
        return Gauge.builder(name, this, value);
    }

    void show(ApiLevel newer) {
        level = newer;
    }
}
