package io.multiget.enricher;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the streams with the application, and says whether they run. */
final class StreamsLifecycle implements SmartLifecycle, HealthIndicator {
    private final PipelineStreams streams;
    private volatile boolean running;

    StreamsLifecycle(PipelineStreams streams) {
        this.streams = streams;
    }

    @Override
    public void start() {
        streams.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        streams.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        Health.Builder health = streams.areRunning() ? Health.up() : Health.outOfService();
        return health.withDetails(streams.states()).build();
    }
}
