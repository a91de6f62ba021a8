package io.multiget.runner.fault;

import io.multiget.simulator.LoggedCall;
import java.util.List;

/**
 * In no span of time, short or long, are there more calls than the configured rate allows all instances together (a leaky
 * bucket). Left out is what a wire or a stopped process has held up and delivered at once: the API cannot tell when that was
 * sent.
 */
final class RateHolds implements Promise {
    /** How long before a fault is noticed, and after it is lifted, held-up calls may come in. */
    private static final long HIDDEN_BEFORE_MILLIS = 1_000;

    private static final long CATCHING_UP_MILLIS = 2_000;

    /** Each instance may catch up so long of its share, and one call is always allowed. */
    private static final double CATCH_UP_SECONDS = 0.25;

    /** A thread that a busy machine holds up for so long delivers together what was sent apart. */
    private static final double HELD_UP_SECONDS = 0.5;

    @Override
    public List<String> broken(Evidence evidence) {
        List<LoggedCall> calls = evidence.calls().stream()
                .filter(call -> !isHidden(call, evidence))
                .toList();
        if (calls.isEmpty()) {
            return List.of("there was no call to judge");
        }
        int rate = evidence.callsASecond();
        double most = Site.ENRICHERS + (CATCH_UP_SECONDS + HELD_UP_SECONDS) * rate;
        double worst = 0;
        long at = 0;
        double level = 0;
        long before = calls.get(0).ms();
        for (LoggedCall call : calls) {
            level = Math.max(0, level - Math.max(0, call.ms() - before) * rate / 1_000.0) + 1;
            before = Math.max(before, call.ms());
            if (level > worst) {
                worst = level;
                at = call.ms();
            }
        }
        return worst > most
                ? List.of("%.0f calls more than the rate by %d ms, %.0f allowed".formatted(worst, at, most))
                : List.of();
    }

    private static boolean isHidden(LoggedCall call, Evidence evidence) {
        return evidence.struck().stream()
                .anyMatch(struck -> struck.fault().hides()
                        && call.ms() >= struck.fromMillis() - HIDDEN_BEFORE_MILLIS
                        && call.ms() <= struck.untilMillis() + CATCHING_UP_MILLIS);
    }
}
