package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Once an API has asked for a wait, no call goes out before it is over; where it said "too fast" only, some wait. */
final class RetryAfterIsObeyed implements EnginePromise {
    private final Map<String, Long> quietUntil = new HashMap<>();

    @Override
    public void landed(Flight flight, CallResult result, boolean down, long now) {
        if (result instanceof CallResult.Failed failed) {
            Api api = flight.call().api();
            long least = api.retry().minBackoff().toNanos();
            if (failed.trouble() == Trouble.THROTTLED) {
                quietUntil.merge(api.name(), now + least / 2, Math::max);
            }
            failed.retryAfter()
                    .map(Duration::toNanos)
                    .ifPresent(asked -> quietUntil.merge(api.name(), now + Math.max(least, asked), Math::max));
        }
    }

    @Override
    public void sent(Flight flight, long now) {
        Long until = quietUntil.get(flight.call().api().name());
        Broken.when(
                until != null && now < until,
                "a call %s ms before the wait is over that the API asked for",
                until == null ? 0 : (until - now) / 1e6);
    }
}
