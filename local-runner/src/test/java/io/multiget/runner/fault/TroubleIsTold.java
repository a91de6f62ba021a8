package io.multiget.runner.fault;

import io.multiget.runner.ledger.StatusWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** While the world is away, the status of every instance soon says what is waited for. */
final class TroubleIsTold implements Promise {
    private static final int SHOWN = 5;

    @Override
    public List<String> broken(Evidence evidence) {
        List<String> complaints = new ArrayList<>();
        for (Evidence.Struck struck : evidence.struck()) {
            struck.fault().told().ifPresent(told -> {
                for (Witness watch : evidence.watches()) {
                    complaint(struck, told, watch).ifPresent(complaints::add);
                }
            });
        }
        return complaints;
    }

    private static Optional<String> complaint(Evidence.Struck struck, Fault.Told told, Witness watch) {
        List<StatusWatch.Wait> waits = watch.waits().stream()
                .filter(wait -> wait.on().equals(told.on()))
                .toList();
        boolean isTold =
                told.within().map(within -> isToldWithin(within, struck, waits)).orElse(!waits.isEmpty());
        return isTold
                ? Optional.empty()
                : Optional.of("%s, and that %s is waited for was told only %s"
                        .formatted(struck.fault(), told.on(), after(struck, waits)));
    }

    /** An earlier trouble may be told of until the next word from the topology: it does not count. */
    private static boolean isToldWithin(Duration within, Evidence.Struck struck, List<StatusWatch.Wait> waits) {
        return waits.stream()
                .anyMatch(wait -> !wait.since().isBefore(struck.from())
                        && after(struck, wait).compareTo(within) <= 0);
    }

    private static List<String> after(Evidence.Struck struck, List<StatusWatch.Wait> waits) {
        return waits.stream()
                .map(wait -> after(struck, wait).toMillis() + " ms after the strike")
                .limit(SHOWN)
                .toList();
    }

    private static Duration after(Evidence.Struck struck, StatusWatch.Wait wait) {
        return Duration.between(struck.from(), wait.told());
    }
}
