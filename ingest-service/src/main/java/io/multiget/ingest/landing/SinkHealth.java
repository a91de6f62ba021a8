package io.multiget.ingest.landing;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether rows reach their tables. No part of readiness: uploads are taken all the same, and wait. */
@Component("sink")
final class SinkHealth implements HealthIndicator {
    private final SinkKeepers keepers;

    SinkHealth(SinkKeepers keepers) {
        this.keepers = keepers;
    }

    @Override
    public Health health() {
        Map<String, String> reasons = new TreeMap<>();
        keepers.waiting().forEach((pipeline, waiting) -> reasons.put(pipeline, waiting.reason()));
        return (reasons.isEmpty() ? Health.up() : Health.outOfService())
                .withDetails(reasons)
                .build();
    }
}
