package io.multiget.ingest.setup;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of the readiness answer. */
@Component("setup")
final class SetupHealth implements HealthIndicator {
    private final Readiness readiness;

    SetupHealth(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public Health health() {
        return (readiness.isReady() ? Health.up() : Health.outOfService()).build();
    }
}
