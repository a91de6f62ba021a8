package io.multiget.runner.fault;

import io.multiget.simulator.SimulatorStats;
import io.multiget.simulator.catalog.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The API is asked little more than once about every key: again only for what a killed instance had in hand, and for
 * keys whose own fate takes more than one call.
 */
final class CallsBounded implements Promise {
    private static final int BATCH = 20;

    /** A key that fails until its chances are over; one that spoils its call, which is then halved until it is alone. */
    private static final int REPEATS_OF_A_HARD_KEY = 40;

    /** While an API is away each instance asks about a key that is known to be good, to see whether it is back. */
    private static final long PROBES_OF_A_FAULT = 20L * Site.ENRICHERS;

    /** How much fuller calls could be on the whole: they are sent when the wait for company is over. */
    private static final double FULLNESS = 0.75;

    @Override
    public List<String> broken(Evidence evidence) {
        long hard = hardKeys(evidence);
        long repeats = (long) evidence.losses() * Site.WINDOW
                + hard * REPEATS_OF_A_HARD_KEY
                + evidence.struck().size() * PROBES_OF_A_FAULT;
        List<String> complaints = new ArrayList<>();
        for (String resource : List.of("items", "users")) {
            SimulatorStats.IdCounts before = counts(evidence.before(), resource);
            SimulatorStats.IdCounts after = counts(evidence.after(), resource);
            long distinct = after.distinct() - before.distinct();
            long asked = after.asked() - before.asked();
            long allowed = distinct * spread(resource) + repeats;
            if (asked > allowed) {
                complaints.add(
                        "%s: %d ids asked, %d distinct, %d allowed".formatted(resource, asked, distinct, allowed));
            }
            long calls = callsLetIn(evidence.after(), resource) - callsLetIn(evidence.before(), resource);
            long most = (long) (allowed / BATCH / FULLNESS) + tails(evidence) + hard * REPEATS_OF_A_HARD_KEY;
            if (calls > most) {
                complaints.add(
                        "%s: %d calls for %d distinct ids, %d allowed".formatted(resource, calls, distinct, most));
            }
        }
        return complaints;
    }

    /** A shared lookup's key may be asked by every instance before its answer has spread. */
    private static int spread(String resource) {
        return resource.equals("items") ? 1 : Site.ENRICHERS;
    }

    /** An incomplete call of each instance, at the start, at the end and around each fault. */
    private static long tails(Evidence evidence) {
        return Site.ENRICHERS * 2L * (1 + evidence.struck().size());
    }

    private static long hardKeys(Evidence evidence) {
        return evidence.workload().lines().stream()
                .map(line -> line.text().replace(",", ""))
                .filter(id -> Fate.of(id) != Fate.ORDINARY && Fate.of(id) != Fate.FOUND)
                .distinct()
                .count();
    }

    private static SimulatorStats.IdCounts counts(SimulatorStats stats, String resource) {
        return stats.ids().getOrDefault(resource, new SimulatorStats.IdCounts(0, 0, 0, 0));
    }

    private static long callsLetIn(SimulatorStats stats, String endpoint) {
        return stats.batchSizes().getOrDefault(endpoint, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
