package io.multiget.simulator;

import io.multiget.simulator.SimulatorStats.IdCounts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts calls. Owned by the event loop; times are nanoseconds of a monotonic clock. */
final class Tally {
    private final List<Resource<?>> resources;
    private final RetryAfterWatch retryAfter = new RetryAfterWatch();
    private final SecondWindow second = new SecondWindow();
    private final Map<Endpoint, Long> calls = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, long[]> batchSizes = new EnumMap<>(Endpoint.class);
    private final Map<String, Long> answers = new TreeMap<>();
    private long turnedAway;
    private long strayCalls;
    private int inFlight;
    private int mostInFlight;
    private int connections;
    private int mostConnections;

    Tally(List<Resource<?>> resources) {
        this.resources = resources;
    }

    void connected() {
        connections++;
        mostConnections = Math.max(mostConnections, connections);
    }

    void disconnected() {
        connections--;
    }

    void arrived(Endpoint endpoint, long now) {
        calls.merge(endpoint, 1L, Long::sum);
        second.arrived(now);
        if (!endpoint.isSecondApi()) {
            retryAfter.arrived(now);
        }
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    void letIn(Call call) {
        if (call.endpoint().isMultiget()) {
            batchSizes
                    .computeIfAbsent(call.endpoint(), endpoint -> new long[Call.MOST_IDS + 1])[
                    call.ids().size()]++;
        }
    }

    void turnedAway() {
        turnedAway++;
    }

    void strayed() {
        strayCalls++;
    }

    void decided(Reply reply) {
        answers.merge(reply.outcome(), 1L, Long::sum);
    }

    /** The answer goes out, or would: from here its Retry-After is in force. */
    void sent(Reply reply, long now) {
        retryAfter.sent(reply.pause(), now);
    }

    void left() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    /** Begins to count anew; calls in flight and open connections go on. */
    void reset() {
        resources.forEach(resource -> resource.asks().reset());
        retryAfter.reset();
        second.reset();
        calls.clear();
        batchSizes.clear();
        answers.clear();
        turnedAway = 0;
        strayCalls = 0;
        mostInFlight = inFlight;
        mostConnections = connections;
    }

    SimulatorStats stats() {
        Map<String, IdCounts> ids = ids();
        return new SimulatorStats(
                calls(),
                calls.values().stream().mapToLong(Long::longValue).sum(),
                ids,
                ids.values().stream().mapToLong(IdCounts::asked).sum(),
                ids.values().stream().mapToLong(IdCounts::distinct).sum(),
                ids.values().stream().mapToLong(IdCounts::repeated).sum(),
                new TreeMap<>(answers),
                turnedAway,
                batchSizes(),
                inFlight,
                mostInFlight,
                second.most(),
                retryAfter.early(),
                retryAfter.onTheirWay(),
                strayCalls,
                connections,
                mostConnections);
    }

    private Map<String, Long> calls() {
        Map<String, Long> byLabel = new TreeMap<>();
        for (Endpoint endpoint : Endpoint.values()) {
            byLabel.put(endpoint.label(), calls.getOrDefault(endpoint, 0L));
        }
        return byLabel;
    }

    private Map<String, IdCounts> ids() {
        Map<String, IdCounts> byName = new TreeMap<>();
        for (Resource<?> resource : resources) {
            AskCounter asks = resource.asks();
            byName.put(resource.name(), new IdCounts(asks.asked(), asks.distinct(), asks.repeated(), asks.forgotten()));
        }
        return byName;
    }

    private Map<String, Map<Integer, Long>> batchSizes() {
        Map<String, Map<Integer, Long>> byLabel = new TreeMap<>();
        batchSizes.forEach((endpoint, counts) -> {
            Map<Integer, Long> bySize = new TreeMap<>();
            for (int size = 0; size < counts.length; size++) {
                if (counts[size] > 0) {
                    bySize.put(size, counts[size]);
                }
            }
            byLabel.put(endpoint.label(), bySize);
        });
        return byLabel;
    }
}
