package io.multiget.enricher.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.enricher.http.ApiLevel;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.LookupLevel;
import io.multiget.enricher.http.LookupMeter;
import io.multiget.enricher.lookup.CacheMeter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One pipeline's metrics. Every tag's values are few: names of the pipeline file and words of closed lists, never a key
 * or an upload. What {@link LookupMeter} tells comes from one thread at a time, cache hits from any; whoever reads
 * the registry reads what they published, never the engine.
 */
public final class PipelineMetrics implements LookupMeter, CacheMeter {
    private final Map<String, LookupMetrics> lookups = new HashMap<>();
    private final Map<String, ApiMetrics> apis = new HashMap<>();

    /** @param nanos the lookup client's clock: what is published is a moment, so that an age grows even if nobody tells */
    public PipelineMetrics(MeterRegistry registry, Pipeline pipeline, LongSupplier nanos) {
        for (Api api : pipeline.apis().values()) {
            Tags tags = Tags.of("pipeline", pipeline.name(), "api", api.name());
            apis.put(api.name(), new ApiMetrics(registry, tags, api, nanos));
        }
        for (Lookup lookup : pipeline.lookups().values()) {
            Tags tags = Tags.of("pipeline", pipeline.name(), "api", lookup.api(), "lookup", lookup.name());
            lookups.put(lookup.name(), new LookupMetrics(registry, tags, lookup, nanos));
        }
    }

    @Override
    public void joined(Lookup lookup) {
        of(lookup.name()).joined();
    }

    @Override
    public void sent(Lookup lookup, int keys, int newKeys) {
        of(lookup.name()).sent(keys, newKeys);
    }

    @Override
    public void landed(Lookup lookup, Landing landing) {
        of(lookup.name()).landed(landing);
    }

    @Override
    public void ended(Lookup lookup, KeyResult result) {
        of(lookup.name()).ended(result);
    }

    @Override
    public void heard(Lookup lookup) {
        of(lookup.name()).heard();
    }

    @Override
    public void dropped(Lookup lookup) {
        of(lookup.name()).dropped();
    }

    @Override
    public void levels(List<ApiLevel> levels) {
        for (ApiLevel level : levels) {
            apis.get(level.api()).show(level);
            for (LookupLevel lookup : level.lookups()) {
                of(lookup.lookup()).show(lookup);
            }
        }
    }

    @Override
    public void hit(Lookup lookup, Layer layer) {
        of(lookup.name()).hit(layer);
    }

    private LookupMetrics of(String lookup) {
        return lookups.get(lookup);
    }
}
