package io.multiget.ingest.setup;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of the readiness answer. */
@Component("setup")
final class SetupHealth implements HealthIndicator {
    private final Startup startup;

    SetupHealth(Startup startup) {
        this.startup = startup;
    }

    @Override
    public Health health() {
        return (startup.isReady() ? Health.up() : Health.outOfService()).build();
    }
}
