package io.multiget.enricher.http;

import java.util.HashMap;
import java.util.Map;

/** Never more calls in flight than the API's concurrency. */
final class CeilingIsHeld implements EnginePromise {
    private final Map<String, Integer> inFlight = new HashMap<>();

    @Override
    public void sent(Flight flight, long now) {
        int count = inFlight.merge(flight.call().api().name(), 1, Integer::sum);
        int most = flight.call().api().concurrency();
        Broken.when(count > most, "%d calls in flight, and %d are allowed", count, most);
    }

    @Override
    public void returned(Flight flight) {
        inFlight.merge(flight.call().api().name(), -1, Integer::sum);
    }
}
