package io.multiget.enricher;

import io.micrometer.core.instrument.MeterRegistry;
import io.multiget.contract.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Streams applications of all pipelines. */
final class PipelineStreams implements AutoCloseable {
    private final List<PipelineStream> streams = new ArrayList<>();

    /** @param registry where their metrics are shown */
    PipelineStreams(EnricherSettings settings, List<Pipeline> pipelines, MeterRegistry registry) {
        pipelines.forEach(pipeline -> streams.add(new PipelineStream(settings, pipeline, registry)));
    }

    void start() {
        streams.forEach(PipelineStream::start);
    }

    boolean areRunning() {
        return streams.stream().allMatch(PipelineStream::isRunning);
    }

    /** What each pipeline is at, for the health page. */
    Map<String, Object> states() {
        Map<String, Object> states = new LinkedHashMap<>();
        streams.forEach(stream -> states.put(stream.name(), stream.state()));
        return states;
    }

    @Override
    public void close() {
        streams.forEach(PipelineStream::close);
    }
}
