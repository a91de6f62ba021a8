package io.multiget.runner.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Draws faults by a seed: the same seed gives the same plan. Every kind comes before one comes twice. */
final class Draw {
    private static final List<String> PROCESSES =
            List.of("postgres", "broker", "connect", "enricher-1", "enricher-2", "enricher-3", "ingest-1", "ingest-2");

    private final Random random;
    private final List<Supplier<Fault>> kinds = List.of(
            () -> Faults.killed(enricher(), seconds(0, 15)),
            () -> Faults.killed("ingest-1", seconds(0, 10)),
            () -> Faults.killed("connect", seconds(0, 10)),
            () -> Faults.killed("postgres", seconds(0, 15)),
            () -> Faults.killed("broker", seconds(0, 10)),
            () -> Faults.held(enricher(), seconds(5, 60)),
            () -> Faults.held(pick(List.of("broker", "postgres", "connect", "ingest-1")), seconds(5, 30)),
            () -> Faults.allHeld(shuffled(PROCESSES), seconds(2, 10)),
            () -> Faults.killedTogether("broker", enricher()),
            () -> Faults.killedTogether(enricher(), "broker"),
            () -> Faults.storesLost(enricher()),
            () -> Faults.diskLost(enricher()),
            () -> Faults.away(enricher(), seconds(1, 15)),
            () -> Faults.terminated(pick(List.of(enricher(), "ingest-1", "ingest-2"))),
            Faults::backendsTerminated,
            () -> Faults.tableLocked(seconds(5, 30)),
            () -> Faults.rowsRefused(seconds(10, 30)),
            Faults::poison,
            () -> Faults.api("resets", Map.of("down", "reset"), seconds(5, 40)),
            () -> Faults.api("503", Map.of("down", "503"), seconds(5, 40)),
            () -> Faults.api(
                    "429, Retry-After", Map.of("down", "429", "retry_after", pick(List.of("3", "5"))), seconds(5, 20)),
            () -> Faults.api("every third call fails", Map.of("flaky", "0.33 of 503"), seconds(5, 20)),
            () -> Faults.api("slow", Map.of("latency", "500ms..3s"), seconds(5, 20)),
            () -> Faults.api("refuses the token", Map.of("down", "401"), seconds(5, 20)),
            () -> Faults.api("silence", Map.of("down", "silence"), seconds(5, 30)),
            () -> wire(Site.Door.BROKER),
            () -> wire(Site.Door.POSTGRES),
            () -> wire(Site.Door.CONNECT),
            () -> wire(pick(Site.Door.TO_API)),
            this::wiresToApi);

    Draw(long seed) {
        random = new Random(seed);
    }

    List<Fault> plan(int size) {
        List<Supplier<Fault>> pile = new ArrayList<>();
        List<Fault> plan = new ArrayList<>();
        while (plan.size() < size) {
            if (pile.isEmpty()) {
                pile.addAll(kinds);
                Collections.shuffle(pile, random);
            }
            plan.add(pile.remove(0).get());
        }
        return plan;
    }

    private Fault wire(Site.Door door) {
        Spoiled spoiled = spoiled();
        return Faults.wire(door, spoiled.name(), spoiled.wire(), seconds(5, 30));
    }

    private Fault wiresToApi() {
        Spoiled spoiled = spoiled();
        return Faults.wiresToApi(spoiled.name(), spoiled.wire(), seconds(5, 30));
    }

    private record Spoiled(String name, Wire wire) {}

    private Spoiled spoiled() {
        return pick(List.of(
                new Spoiled("500 ms", Wire.slow(Duration.ofMillis(500), Duration.ofMillis(400))),
                new Spoiled("10 KB/s", Wire.narrow(10_000)),
                new Spoiled("1 to 7 bytes a write", Wire.sliced(7)),
                new Spoiled("cut after 5,000 bytes", Wire.cutAfter(5_000)),
                new Spoiled("half-open", Wire.SILENT),
                new Spoiled("down", Wire.DOWN),
                new Spoiled("flapping", Wire.flapping(Duration.ofMillis(1_500))),
                new Spoiled("slow close", Wire.closingLate(Duration.ofSeconds(3)))));
    }

    private String enricher() {
        return "enricher-" + (1 + random.nextInt(Site.ENRICHERS));
    }

    private Duration seconds(int least, int most) {
        return Duration.ofMillis(1_000L * least + random.nextInt(1_000 * (most - least)));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
