package io.multiget.enricher.http;

import io.multiget.contract.pipeline.RateLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** In any second, and in any of the limit's own periods, no more calls than the limit and its little burst. */
final class RateIsHeld implements EnginePromise {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long CATCH_UP = Duration.ofMillis(20).toNanos();

    private final Map<String, Deque<Long>> calls = new HashMap<>();

    @Override
    public void sent(Flight flight, long now) {
        flight.call().api().rateLimit().ifPresent(limit -> {
            Deque<Long> earlier = calls.computeIfAbsent(flight.call().api().name(), api -> new ArrayDeque<>());
            earlier.addLast(now);
            check(earlier, limit, SECOND, now);
            check(earlier, limit, limit.per().toNanos(), now);
            while (earlier.getFirst() <= now - Math.max(SECOND, limit.per().toNanos())) {
                earlier.removeFirst();
            }
        });
    }

    private static void check(Deque<Long> calls, RateLimit limit, long window, long now) {
        double gap = (double) limit.per().toNanos() / limit.calls();
        long most = (long) Math.ceil(window / gap) + 1 + (long) (CATCH_UP / gap);
        long count = calls.stream().filter(at -> at > now - window).count();
        Broken.when(count > most, "%d calls within %d ms, and %d are allowed", count, window / 1_000_000, most);
    }
}
