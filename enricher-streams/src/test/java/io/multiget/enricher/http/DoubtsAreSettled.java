package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.util.HashMap;
import java.util.Map;

/**
 * A key that failed alone and again, while nobody else was answered, is not asked once more before the API was asked
 * about a key that it is known to have: otherwise nothing tells whose fault it is, and the last key of a file is never
 * judged. Such probes need not come more often than every few backoffs, and not while nothing but probes goes out.
 */
final class DoubtsAreSettled implements EnginePromise {
    private static final int BACKOFFS_BETWEEN_DOUBTS = 4;

    /** What is seen of one lookup. */
    private static final class Endpoint {
        private final Map<String, Integer> failures = new HashMap<>();
        private final Map<String, Long> failedAt = new HashMap<>();
        private boolean hasKnownKey;
        private long answeredAt = Long.MIN_VALUE;
        private long probedAt = Long.MIN_VALUE;
        private long probeLandedAt = Long.MIN_VALUE;
        private int failuresInARow;

        void forget(String key) {
            failures.remove(key);
            failedAt.remove(key);
        }

        boolean isInDoubt(String key) {
            Long since = failedAt.get(key);
            return since != null
                    && failures.get(key) > 1
                    && answeredAt < since
                    && probedAt < since
                    && probeLandedAt < since;
        }
    }

    private final Journeys journeys;
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final Map<String, Integer> probesInFlight = new HashMap<>();

    /** @param journeys that hear of everything after this */
    DoubtsAreSettled(Journeys journeys) {
        this.journeys = journeys;
    }

    /** With nobody left who waits for it, a key may have been dropped, and its past with it. */
    @Override
    public void asked(Asking asking, long now) {
        boolean waitedFor = journeys.of(asking.question()).stream().anyMatch(journey -> !journey.isGivenUp());
        if (!waitedFor) {
            endpoint(asking.question().lookup()).forget(asking.question().key());
        }
    }

    @Override
    public void sent(Flight flight, long now) {
        Endpoint endpoint = endpoint(flight);
        String api = flight.call().api().name();
        if (flight.probe()) {
            endpoint.probedAt = now;
            probesInFlight.merge(api, 1, Integer::sum);
            return;
        }
        long patience = BACKOFFS_BETWEEN_DOUBTS
                * flight.call().api().retry().minBackoff().toNanos();
        String key = flight.call().keys().get(0);
        boolean probeWasDue = endpoint.probedAt == Long.MIN_VALUE || endpoint.probedAt < now - patience;
        boolean alone = flight.call().keys().size() == 1;
        Broken.when(
                alone
                        && endpoint.isInDoubt(key)
                        && endpoint.failuresInARow < Health.FAILURES_TO_CLOSE
                        && probeWasDue
                        && probesInFlight.getOrDefault(api, 0) == 0,
                "%s failed again and is asked once more, and nobody knows how the API is",
                key);
    }

    @Override
    public void landed(Flight flight, CallResult result, boolean down, long now) {
        Endpoint endpoint = endpoint(flight);
        if (flight.probe()) {
            probesInFlight.merge(flight.call().api().name(), -1, Integer::sum);
            endpoint.probeLandedAt = now;
        }
        if (result instanceof CallResult.Answered answered) {
            endpoint.answeredAt = now;
            endpoint.failuresInARow = 0;
            flight.call().keys().forEach(endpoint::forget);
            endpoint.hasKnownKey |= answered.answers().values().stream().anyMatch(DoubtsAreSettled::isKnown);
        } else if (result instanceof CallResult.Failed failed) {
            failed(endpoint, flight, failed.trouble(), now);
        }
    }

    private static boolean isKnown(CallResult.KeyAnswer answer) {
        return !(answer instanceof CallResult.KeyAnswer.Again);
    }

    private static void failed(Endpoint endpoint, Flight flight, Trouble trouble, long now) {
        if (trouble == Trouble.UNSENT) {
            return; // repeated at once, and no sign of anything
        }
        if (trouble.isOfKey()) {
            endpoint.failuresInARow = 0; // it spoke, and said whose fault it is
            endpoint.answeredAt = now;
            return;
        }
        endpoint.failuresInARow++;
        boolean alone = flight.call().keys().size() == 1 && flight.group().isPresent();
        if (alone && endpoint.hasKnownKey) {
            String key = flight.call().keys().get(0);
            endpoint.failures.merge(key, 1, Integer::sum);
            endpoint.failedAt.put(key, now);
        }
    }

    @Override
    public void answered(Asking asking, KeyResult result, long now) {
        endpoint(asking.question().lookup()).forget(asking.question().key());
    }

    private Endpoint endpoint(Flight flight) {
        return endpoint(flight.call().lookup());
    }

    private Endpoint endpoint(Lookup lookup) {
        return endpoints.computeIfAbsent(lookup.name(), name -> new Endpoint());
    }
}
