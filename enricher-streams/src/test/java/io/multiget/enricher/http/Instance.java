package io.multiget.enricher.http;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.enricher.lookup.SharedAnswers;
import io.multiget.enricher.lookup.SharedLookupsProcessor;
import io.multiget.enricher.lookup.SortedStore;
import io.multiget.enricher.lookup.TaskStores;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One life of one process: its engine, and what its tasks share. Does what {@code LookupClient}'s thread does, from one
 * {@link LookupEngine#nextAt} to the next, and so tests it: an engine that forgets when it has something to do never
 * does it, and one that has more to do at once never gets on.
 */
final class Instance {
    /** An answer may be as long as a book, or wait behind many others. */
    private static final long LONGEST_READING = Duration.ofMillis(50).toNanos();

    private final Simulation world;
    private final String name;
    private final Alarm alarm;
    private final AnswerReader reader;
    private final LookupEngine engine;
    private final Deque<LongConsumer> events = new ArrayDeque<>();
    private final Set<Task> running = new HashSet<>();
    private final List<Flight> inFlight = new ArrayList<>();
    private final Journeys journeys = new Journeys();
    private final List<EnginePromise> promises;
    private final SharedAnswers recent = new SharedAnswers();
    private final SortedStore<LookupKey, LookupAnswer> shared = TaskStores.shared();
    private final SortedStore<UUID, Integer> cancels = TaskStores.cancels();
    private final MockProcessorContext<Void, Void> globalThread = new MockProcessorContext<>();
    private final SharedLookupsProcessor keeper;
    private int sharedUpTo;
    private long frozenUntil = Long.MIN_VALUE;
    private boolean dead;

    Instance(Simulation world, String name) {
        this.world = world;
        this.name = name;
        this.alarm = new Alarm(world.time(), this::wake);
        this.reader = new AnswerReader(world.time());
        this.engine = new LookupEngine(world.scenario().market.pipeline(), world.split(), this::send);
        this.promises = List.of(
                new RateIsHeld(),
                new CeilingIsHeld(),
                new RetryAfterIsObeyed(),
                new DoubtsAreSettled(journeys),
                new VerdictsAreFair(world.scenario().market, journeys, world.unlucky()),
                journeys);
        this.keeper = new SharedLookupsProcessor(world.scenario().market.pipeline(), this::heard);
        globalThread.addStateStore(shared);
        keeper.init(globalThread);
        hearShared();
        if (world.isCancelled()) {
            hearOfCancel();
        }
    }

    SharedAnswers recent() {
        return recent;
    }

    SortedStore<LookupKey, LookupAnswer> shared() {
        return shared;
    }

    SortedStore<UUID, Integer> cancels() {
        return cancels;
    }

    /** Reads what is new in the shared topic. */
    void hearShared() {
        List<Simulation.Shared> topic = world.sharedTopic();
        for (; sharedUpTo < topic.size(); sharedUpTo++) {
            Simulation.Shared next = topic.get(sharedUpTo);
            globalThread.setCurrentSystemTimeMs(world.time().millis());
            keeper.process(new Record<>(next.key(), next.answer(), world.time().millis()));
        }
    }

    private void heard(Lookup lookup, String key, KeyResult result, Duration left) {
        long until = world.time().now() + left.toNanos();
        put(now -> {
            if (now < until) {
                promises.forEach(promise -> promise.heard(new LookupKey(lookup.name(), key), until));
            }
            engine.heard(lookup, key, result, until, now);
        });
    }

    Asking ask(Task task, Question question, Asker asker) {
        Asking asking = new Asking(this, task, question, asker);
        put(now -> {
            promises.forEach(promise -> promise.asked(asking, now));
            engine.ask(question, asking, now);
        });
        return asking;
    }

    void started(Task task) {
        put(now -> {
            running.add(task);
            share(now);
        });
    }

    void ended(Task task) {
        put(now -> {
            running.remove(task);
            share(now);
        });
    }

    private void share(long now) {
        if (!running.isEmpty()) {
            engine.share(
                    Math.min(
                            1,
                            (double) running.size()
                                    / world.scenario().partitions.size()),
                    now);
        }
    }

    void expect(Object upload, boolean last) {
        put(now -> engine.expect(upload, last, now));
    }

    /** From now on its tasks know that the doomed upload is cancelled. */
    void hearOfCancel() {
        cancels.put(Scenario.DOOMED, 1);
    }

    void withdrawn() {
        journeys.somebodyIsGone();
        put(now -> engine.sweep());
    }

    void remember(Question good) {
        put(now -> engine.remember(good));
    }

    private void put(LongConsumer event) {
        events.add(event);
        alarm.setTo(world.soon());
    }

    void told(Asking asking, KeyResult result) {
        world.note("%s is told of %s: %s", name, asking.question().key(), result);
        promises.forEach(
                promise -> promise.answered(asking, result, world.time().now()));
    }

    private void wake() {
        long now = world.time().now();
        if (dead) {
            return;
        }
        if (isFrozen()) {
            alarm.setTo(frozenUntil);
            return;
        }
        while (!events.isEmpty()) {
            events.remove().accept(now);
        }
        engine.advance(now);
        long next = engine.nextAt(now);
        Broken.when(next <= now, "the engine of %s wants to be woken at once, for ever", name);
        if (next != Long.MAX_VALUE) {
            alarm.setTo(world.late(next));
        }
    }

    private void send(Flight flight) {
        long now = world.time().now();
        SimulatedApi.Reply reply = world.api().reply(flight.call(), now);
        world.note("%s calls %s%s", name, flight.call().keys(), flight.probe() ? " as a probe" : "");
        promises.forEach(promise -> promise.sent(flight, now));
        inFlight.add(flight);
        world.countCall(flight);
        world.time().at(now + reply.after(), () -> land(flight, reply));
    }

    private void land(Flight flight, SimulatedApi.Reply reply) {
        if (dead) {
            return;
        }
        CallResult result = reader.read(flight.call(), reply.answer());
        if (reply.answer() instanceof HttpAnswer.Received received && AnswerReader.isGood(flight.call(), received)) {
            put(now -> {
                promises.forEach(promise -> promise.returned(flight));
                engine.returned(flight, now);
            });
            long read = world.time().now() + world.luck().nextLong(LONGEST_READING);
            world.time().at(read, () -> tell(flight, reply, result));
        } else {
            put(now -> promises.forEach(promise -> promise.returned(flight)));
            tell(flight, reply, result);
        }
    }

    private void tell(Flight flight, SimulatedApi.Reply reply, CallResult result) {
        if (dead) {
            return;
        }
        put(now -> {
            inFlight.removeIf(other -> other == flight);
            world.note("%s hears of %s: %s", name, flight.call().keys(), result);
            promises.forEach(promise -> promise.landed(flight, result.meaning(), reply.down(), now));
            engine.landed(flight, result, now);
        });
    }

    List<ApiWait> waiting() {
        return engine.outages(world.time().now()).entrySet().stream()
                .map(wait -> new ApiWait(
                        wait.getKey(), world.time().instant(), wait.getValue().reason(), null))
                .toList();
    }

    void taskIsGone() {
        journeys.somebodyIsGone();
    }

    void freezeUntil(long moment) {
        frozenUntil = moment;
    }

    boolean isFrozen() {
        return world.time().now() < frozenUntil;
    }

    long frozenUntil() {
        return frozenUntil;
    }

    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    /** Whether nothing is asked, nothing on its way, and nothing to be done later. */
    boolean isIdle() {
        return dead || engine.pending() == 0 && inFlight.isEmpty() && events.isEmpty() && isAtRest();
    }

    private boolean isAtRest() {
        return engine.nextAt(world.time().now()) == Long.MAX_VALUE
                && engine.outages(world.time().now()).isEmpty();
    }

    /** Where an open question is. */
    String whereabouts(Question question) {
        return journeys.of(question).map(Journey::whereabouts).orElse("on its way to the engine");
    }

    @Override
    public String toString() {
        return name + (dead ? " (dead)" : "");
    }

    /** What is left, for a person. */
    String leftovers() {
        return this + ": " + engine.pending() + " questions, " + inFlight.size() + " calls in flight, " + events.size()
                + " events, waits " + engine.outages(world.time().now()) + ", wakes at "
                + VirtualTime.millis(engine.nextAt(world.time().now()));
    }
}
