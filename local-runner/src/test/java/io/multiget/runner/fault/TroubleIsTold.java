package io.multiget.runner.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** While the world is away, the status of every instance soon says what is waited for. */
final class TroubleIsTold implements Promise {
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
        Optional<Duration> after = watch.waits().stream()
                // An earlier trouble may be told of until the next word from the topology.
                .filter(wait -> wait.on().equals(told.on()) && !wait.since().isBefore(struck.from()))
                .map(wait -> Duration.ofNanos(wait.nanos() - struck.fromNanos()))
                .findFirst();
        return after.isPresent() && after.get().compareTo(told.within()) <= 0
                ? Optional.empty()
                : Optional.of("%s, and that %s is waited for was told after %s"
                        .formatted(
                                struck.fault(),
                                told.on(),
                                after.map(late -> late.toMillis() + " ms").orElse("all")));
    }
}
