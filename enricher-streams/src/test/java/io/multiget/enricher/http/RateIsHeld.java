package io.multiget.enricher.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** In any of the limit's own periods no more calls than the limit, and in any second hardly more than its part. */
final class RateIsHeld implements EnginePromise {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long CATCH_UP = Duration.ofMillis(250).toNanos();

    /** A share of the limit is rounded up to a whole call, before it changes and after. */
    private static final int ROUNDED = 2;

    private final Map<String, Deque<Long>> calls = new HashMap<>();

    @Override
    public void sent(Flight flight, long now) {
        flight.call().api().rateLimit().ifPresent(limit -> {
            Deque<Long> earlier = calls.computeIfAbsent(flight.call().api().name(), api -> new ArrayDeque<>());
            earlier.addLast(now);
            double gap = (double) limit.per().toNanos() / limit.calls();
            check(earlier, SECOND, now, (long) Math.ceil(SECOND / gap) + 1 + (long) (CATCH_UP / gap));
            check(earlier, limit.per().toNanos(), now, limit.calls() + ROUNDED);
            while (earlier.getFirst() <= now - Math.max(SECOND, limit.per().toNanos())) {
                earlier.removeFirst();
            }
        });
    }

    private static void check(Deque<Long> calls, long window, long now, long most) {
        long count = calls.stream().filter(at -> at > now - window).count();
        Broken.when(count > most, "%d calls within %d ms, and %d are allowed", count, window / 1_000_000, most);
    }
}
