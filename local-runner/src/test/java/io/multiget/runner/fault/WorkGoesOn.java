package io.multiget.runner.fault;

import java.time.Duration;
import java.util.List;

/** Rows land again soon after a fault is lifted. */
final class WorkGoesOn implements Promise {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT_OF_STORES = Duration.ofSeconds(90);

    @Override
    public List<String> broken(Evidence evidence) {
        return evidence.struck().stream()
                .filter(struck -> struck.back().compareTo(limit(struck.fault())) > 0)
                .map(struck -> "%d s after %s".formatted(struck.back().toSeconds(), struck.fault()))
                .toList();
    }

    private static Duration limit(Fault fault) {
        return fault.name().contains("broker") || fault.name().contains("postgres") ? LIMIT_OF_STORES : LIMIT;
    }
}
