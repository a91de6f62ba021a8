package io.multiget.runner.fault;

import io.multiget.simulator.LoggedCall;
import java.util.List;

/**
 * In no window of a second are there more calls than the configured rate allows all instances together. Left out is what
 * a wire or a stopped process has held up and delivered at once: the API cannot tell when that was sent.
 */
final class RateHolds implements Promise {
    private static final long WINDOW_MILLIS = 1_000;

    /** How long after a fault held-up calls may still come in. */
    private static final long CATCHING_UP_MILLIS = 2_000;

    /** Each instance may catch up 20 ms, and one call is always allowed. */
    private static final double CATCH_UP_SECONDS = 0.02;

    /**
     * A thread that a busy machine holds up for so long delivers together what was sent apart. Three instances that each take
     * the whole rate are still found out.
     */
    private static final double HELD_UP_SECONDS = 1;

    @Override
    public List<String> broken(Evidence evidence) {
        List<LoggedCall> calls = evidence.calls().stream()
                .filter(call -> !isHidden(call, evidence))
                .toList();
        int rate = evidence.callsASecond();
        long most = Math.round(rate + Site.ENRICHERS * (1 + CATCH_UP_SECONDS * rate) + HELD_UP_SECONDS * rate);
        if (calls.isEmpty()) {
            return List.of("there was no call to judge");
        }
        int first = 0;
        int worst = 0;
        long at = 0;
        for (int last = 0; last < calls.size(); last++) {
            while (calls.get(last).ms() - calls.get(first).ms() >= WINDOW_MILLIS) {
                first++;
            }
            if (last - first + 1 > worst) {
                worst = last - first + 1;
                at = calls.get(first).ms();
            }
        }
        return worst > most
                ? List.of("%d calls in the second from %d ms, %d allowed".formatted(worst, at, most))
                : List.of();
    }

    private static boolean isHidden(LoggedCall call, Evidence evidence) {
        return evidence.struck().stream()
                .anyMatch(struck -> struck.fault().hides()
                        && call.ms() >= struck.fromMillis() - WINDOW_MILLIS
                        && call.ms() <= struck.untilMillis() + CATCHING_UP_MILLIS);
    }
}
