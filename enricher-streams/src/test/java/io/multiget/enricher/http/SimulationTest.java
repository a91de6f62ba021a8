package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays the engine and its tasks through thousands of drawn schedules of arrivals, answers, crashes and rebalances, and
 * judges each by what Multiget promises.
 *
 * <p>The same seeds in every build, so that a change is judged and not luck. {@code -Dmultiget.simulation.runs=100000} plays
 * more, {@code -Dmultiget.simulation.from=N} others, {@code -Dmultiget.simulation.seed=N} one again.
 */
class SimulationTest {
    private static final int RUNS = Integer.getInteger("multiget.simulation.runs", 1_500);
    private static final long FROM = Long.getLong("multiget.simulation.from", 1);
    private static final int EVENTS_SHOWN = Integer.getInteger("multiget.simulation.events", 60);

    @Test
    void shouldKeepEveryPromiseInEveryRun() {
        Long only = Long.getLong("multiget.simulation.seed");
        if (only != null) {
            play(only);
            return;
        }
        LongStream.range(FROM, FROM + RUNS).parallel().forEach(SimulationTest::play);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 77, 777})
    void shouldPlayTheSameRunAgainFromItsSeed(long seed) {
        assertThat(play(seed).lines())
                .hasSizeGreaterThan(50)
                .isEqualTo(play(seed).lines());
    }

    @Test
    void shouldMeetEveryKindOfTroubleWithinAHundredSeeds() {
        Set<String> met = new HashSet<>();
        List<String> kinds = new ArrayList<>(List.of(
                "is fenced",
                "as a probe",
                "NotFound",
                "retryAfter=Optional[",
                "code=retries_exhausted",
                "code=refused",
                "is cancelled",
                "code=missing"));
        Arrays.stream(Scenario.Mishap.values()).map(m -> "mishap=" + m).forEach(kinds::add);
        Arrays.stream(Scenario.Symptom.values()).map(s -> "symptom=" + s).forEach(kinds::add);

        for (long seed = 1; seed <= 100; seed++) {
            String events = String.join("\n", play(seed).lines());
            kinds.stream().filter(events::contains).forEach(met::add);
        }

        assertThat(met).containsExactlyInAnyOrderElementsOf(kinds);
    }

    private static Trace play(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(
                    "seed " + seed + ": " + failure.getMessage() + "\nPlay it again with -Dmultiget.simulation.seed="
                            + seed + "\n" + simulation.trace().last(EVENTS_SHOWN),
                    failure);
        }
        return simulation.trace();
    }
}
