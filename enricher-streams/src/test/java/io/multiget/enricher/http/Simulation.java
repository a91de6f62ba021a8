package io.multiget.enricher.http;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.RowOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One run: tasks and engines on a few instances, an API, and a Kafka that commits whole transactions, all in virtual time
 * and on one thread. Everything that could go one way or another is drawn from the seed, so a seed is a run.
 *
 * <p>Ends when every line's row is committed and nothing is left to do; fails when a promise is broken, or when that takes
 * longer than anything can take once the API is healthy again.
 */
final class Simulation {
    /** An answer in the topic that every instance reads. */
    record Shared(LookupKey key, LookupAnswer answer) {}

    /** A new key now and then for whoever cannot tell a key that breaks its calls from an API that is down. */
    private static final Duration BETWEEN_GOOD_KEYS = Duration.ofSeconds(20);

    private final VirtualTime time = new VirtualTime();
    private final Trace trace = new Trace();
    private final SplittableRandom luck;
    private final Scenario scenario;
    private final SimulatedApi api;
    private final List<Instance> instances = new ArrayList<>();
    private final List<Partition> partitions = new ArrayList<>();
    private final List<Shared> sharedTopic = new ArrayList<>();
    private final Set<LookupKey> unlucky = new HashSet<>();
    private final LinePromises lines;
    private final KnownKeysAreNotAsked known;
    private long callsForKeys;
    private int births;

    Simulation(long seed) {
        this.luck = new SplittableRandom(seed);
        this.scenario = new Scenario(luck.split());
        this.api = new SimulatedApi(scenario, luck.split());
        for (int i = 0; i < scenario.instances; i++) {
            instances.add(new Instance(this, "instance-" + i));
        }
        for (int i = 0; i < scenario.partitions.size(); i++) {
            partitions.add(new Partition(i, scenario.partitions.get(i), scenario.market.pipeline()));
        }
        this.lines = new LinePromises(scenario.market, unlucky);
        this.known = new KnownKeysAreNotAsked(scenario);
    }

    Trace trace() {
        return trace;
    }

    void run() {
        note("%s", scenario);
        partitions.forEach(this::assign);
        partitions.forEach(partition -> partition.input().forEach(arrival -> poke(arrival.at(), partition)));
        scenario.faults.forEach(fault -> time.at(fault.at(), () -> happen(fault)));
        if (scenario.cancelledAt < Long.MAX_VALUE) {
            time.at(scenario.cancelledAt, this::cancel);
        }
        long patience = scenario.patience().toNanos();
        goOnUntil(scenario.healedAt + patience, this::areInnocentLinesDone, "is stuck");
        if (scenario.market.needsGoodKeys()) {
            askSomethingGood();
            goOnUntil(time.now() + 4 * patience, this::areLinesDone, "is stuck, for all that others are answered");
        }
        goOnUntil(time.now() + patience, this::isQuiet, "does not come to rest");
        judge();
    }

    private interface Goal {
        boolean isReached();
    }

    private void goOnUntil(long atMost, Goal goal, String otherwise) {
        while (!goal.isReached()) {
            if (!time.step(atMost)) {
                Broken.when(true, "the run %s: %s", otherwise, whereabouts());
            }
        }
    }

    /** Those that need nobody else to be answered; all, as a rule. */
    private boolean areInnocentLinesDone() {
        return areLinesRead() && areLinesWithARowDone();
    }

    private boolean areLinesRead() {
        return partitions.stream()
                .allMatch(partition -> partition.offset() == partition.input().size());
    }

    private boolean areLinesWithARowDone() {
        return partitions.stream()
                .flatMap(partition -> lines.missing(partition).stream())
                .filter(line -> !(Scenario.isDoomed(line) && isCancelled()))
                .noneMatch(line -> scenario.market.needsNobody(line.raw()));
    }

    private boolean areLinesDone() {
        return partitions.stream()
                .allMatch(
                        partition -> partition.rows().size() + partition.books().withdrawn()
                                == partition.input().size());
    }

    private void cancel() {
        note("the upload is cancelled");
        for (Instance instance : instances) {
            time.at(time.now() + luck.nextLong(Duration.ofMillis(500).toNanos()), instance::hearOfCancel);
        }
    }

    /** An instance that starts from now on knows of it before its first task. */
    boolean isCancelled() {
        return scenario.cancelledAt <= time.now();
    }

    private boolean isQuiet() {
        return instances.stream().allMatch(Instance::isIdle)
                && partitions.stream()
                        .allMatch(partition ->
                                partition.task() != null && partition.task().isIdle());
    }

    private void judge() {
        for (Partition partition : partitions) {
            lines.judgeStatus(partition);
        }
        long billed = partitions.stream()
                .mapToLong(partition -> partition.books().calls())
                .sum();
        Broken.when(
                scenario.isUndisturbed() && !isCancelled() && billed != callsForKeys,
                "%d calls, and %d in the books",
                callsForKeys,
                billed);
    }

    private String whereabouts() {
        return partitions.stream()
                        .map(partition -> "\n  partition " + partition.number() + ": "
                                + partition.rows().size() + " rows of "
                                + partition.input().size() + ", without " + describe(lines.missing(partition)) + "; "
                                + (partition.task() == null
                                        ? "no task"
                                        : partition.task().whereabouts()))
                        .collect(Collectors.joining())
                + instances.stream().map(i -> "\n  " + i.leftovers()).collect(Collectors.joining());
    }

    private static String describe(List<RecordEvent> missing) {
        return missing.stream()
                .map(line -> "row " + line.row() + " (" + line.raw() + ")")
                .collect(Collectors.joining(", "));
    }

    // What happens to tasks.

    private void poke(long at, Partition partition) {
        time.at(at, () -> {
            Task task = partition.task();
            if (task != null) {
                task.poke();
            }
        });
    }

    private void assign(Partition partition) {
        List<Instance> alive =
                instances.stream().filter(instance -> !instance.isDead()).toList();
        if (alive.isEmpty()) {
            time.at(time.now() + Duration.ofMillis(300).toNanos(), () -> assign(partition));
            return;
        }
        Instance instance = alive.get(luck.nextInt(alive.size()));
        Task task = new Task(this, instance, partition, "task-" + partition.number() + "#" + births++);
        note("%s starts on %s", task, instance);
        partition.assignTo(task);
    }

    private void assignLater(Partition partition, long delay) {
        partition.assignTo(null);
        time.at(time.now() + luck.nextLong(delay), () -> assign(partition));
    }

    private void happen(Scenario.Fault fault) {
        note("%s", fault);
        switch (fault.mishap()) {
            case INSTANCE_DIES -> kill(fault);
            case INSTANCE_FREEZES -> freeze(fault);
            default -> trouble(fault, partitions.get(fault.target() % partitions.size()));
        }
    }

    private void trouble(Scenario.Fault fault, Partition partition) {
        Task task = partition.task();
        if (task == null || task.instance().isDead()) {
            return;
        }
        if (fault.mishap() == Scenario.Mishap.TASK_MOVES && !task.instance().isFrozen()) {
            task.commit();
        }
        if (fault.mishap() != Scenario.Mishap.TASK_IS_FENCED) {
            task.close();
        }
        assignLater(partition, fault.duration());
    }

    private void kill(Scenario.Fault fault) {
        int slot = fault.target() % instances.size();
        Instance dying = instances.get(slot);
        if (dying.isDead()) {
            return;
        }
        dying.die();
        time.at(time.now() + fault.duration(), () -> instances.set(slot, new Instance(this, "instance-" + slot + "'")));
        forEachTaskOn(dying, partition -> assignLater(partition, fault.duration()));
    }

    private void freeze(Scenario.Fault fault) {
        Instance frozen = instances.get(fault.target() % instances.size());
        frozen.freezeUntil(time.now() + fault.duration());
        if (luck.nextBoolean()) {
            forEachTaskOn(frozen, partition -> assignLater(partition, fault.duration()));
        }
    }

    private void forEachTaskOn(Instance instance, java.util.function.Consumer<Partition> what) {
        for (Partition partition : partitions) {
            Task task = partition.task();
            if (task != null && task.instance() == instance) {
                what.accept(partition);
            }
        }
    }

    private void askSomethingGood() {
        if (areLinesDone()) {
            return;
        }
        for (Partition partition : partitions) {
            String good = "good" + births++;
            scenario.market.add("i" + good, Fate.FOUND, new Market.Links("s" + good, "c" + good));
            scenario.market.add(Market.SELLER, "s" + good, Fate.FOUND);
            scenario.market.add(Market.CATEGORY, "c" + good, Fate.FOUND);
            partition
                    .input()
                    .add(new Scenario.Arrival(time.now(), Scenario.line(1_000_000 + births, "i" + good, false)));
            poke(time.now(), partition);
        }
        time.at(time.now() + BETWEEN_GOOD_KEYS.toNanos(), this::askSomethingGood);
    }

    // What instances and tasks need of the world.

    VirtualTime time() {
        return time;
    }

    Scenario scenario() {
        return scenario;
    }

    SimulatedApi api() {
        return api;
    }

    SplittableRandom luck() {
        return luck;
    }

    SplittableRandom split() {
        return luck.split();
    }

    Set<LookupKey> unlucky() {
        return unlucky;
    }

    List<Shared> sharedTopic() {
        return sharedTopic;
    }

    /** When a thread wakes that was just told to. */
    long soon() {
        return late(time.now());
    }

    /** When a thread wakes that wanted to wake then. */
    long late(long wanted) {
        return scenario.lateness == 0 ? wanted : wanted + luck.nextLong(scenario.lateness);
    }

    void note(String format, Object... arguments) {
        trace.note(time.now(), format, arguments);
    }

    void countCall(Flight flight) {
        callsForKeys += flight.group().isPresent() ? 1 : 0;
    }

    void asks(Question question) {
        known.asks(question, time.now());
    }

    void committed(Partition partition, List<RowOutcome> rows, List<Shared> answers) {
        lines.committed(partition, rows);
        rows.forEach(row -> known.committed(row, time.now()));
        if (!answers.isEmpty()) {
            sharedTopic.addAll(answers);
            for (Instance instance : instances) {
                time.at(time.now() + luck.nextLong(Duration.ofMillis(200).toNanos()), instance::hearShared);
            }
        }
    }
}
