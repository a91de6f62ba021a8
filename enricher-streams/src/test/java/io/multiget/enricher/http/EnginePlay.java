package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * An engine in simulated time, with an API that is a function. Goes from moment to moment as {@link
 * LookupEngine#nextAt} says, and so tests it all the time: an engine that has more to do at once never gets on.
 */
final class EnginePlay {
    /** A call that went out. */
    record Sent(long at, Call call, boolean probe, boolean forNobody) {
        List<String> keys() {
            return call.keys();
        }
    }

    private record Landing(long at, long order, Flight flight, CallResult result) {}

    /** Any moment but 0, as the clock of a JVM may stand anywhere, below zero too. */
    private static final long START = -1_000_000_000_000L;

    final LookupEngine engine;
    final List<Sent> sent = new ArrayList<>();
    private final PriorityQueue<Landing> landings =
            new PriorityQueue<>(Comparator.comparingLong(Landing::at).thenComparingLong(Landing::order));
    private final List<Long> answeredAt = new ArrayList<>();
    private Function<Call, CallResult> api = EnginePlay::found;
    private ToLongFunction<Call> latency = call -> Duration.ofMillis(20).toNanos();
    private long now = START;
    private long orders;
    private int inFlight;
    private int mostInFlight;
    private long ownStep = Long.MAX_VALUE;

    EnginePlay(Pipeline pipeline) {
        this(pipeline, 42);
    }

    EnginePlay(Pipeline pipeline, long seed) {
        this(pipeline, seed, LookupMeter.NONE);
    }

    EnginePlay(Pipeline pipeline, long seed, LookupMeter meter) {
        this.engine = new LookupEngine(pipeline, new SplittableRandom(seed), this::fly, meter);
    }

    /** From now on, calls get these answers, decided when they are sent. */
    EnginePlay api(Function<Call, CallResult> answers) {
        this.api = answers;
        return this;
    }

    EnginePlay latency(Duration duration) {
        return latency(call -> duration.toNanos());
    }

    EnginePlay latency(ToLongFunction<Call> nanos) {
        this.latency = nanos;
        return this;
    }

    /** Also wakes the engine so often, whatever it says; those who trust it need not. */
    EnginePlay alsoEvery(Duration step) {
        this.ownStep = step.toNanos();
        return this;
    }

    private void fly(Flight flight) {
        Call call = flight.call();
        sent.add(new Sent(now, call, flight.probe(), flight.group().isEmpty()));
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        landings.add(new Landing(now + latency.applyAsLong(call), orders++, flight, api.apply(call)));
    }

    Ear ask(Question... questions) {
        Ear ear = new Ear();
        ask(ear, questions);
        return ear;
    }

    /** Another instance has let everybody know. */
    void hear(Lookup lookup, String key, KeyResult result) {
        hear(lookup, key, result, Duration.ofHours(1));
    }

    /** The same, to be believed for so long. */
    void hear(Lookup lookup, String key, KeyResult result, Duration left) {
        engine.heard(lookup, key, result, now + left.toNanos(), now);
        engine.advance(now);
    }

    void ask(Asker asker, Question... questions) {
        for (Question question : questions) {
            engine.ask(question, asker, now);
        }
        engine.advance(now);
    }

    void run(Duration duration) {
        long end = now + duration.toNanos();
        while (step(end)) {
            if (sent.size() > 1_000_000) {
                throw new AssertionError("a million calls, and no end");
            }
        }
        now = end;
    }

    /** Runs until nothing is pending; fails when it still is after so long. */
    void runUntilAnswered(Duration atMost) {
        long end = now + atMost.toNanos();
        while (engine.pending() > 0) {
            if (!step(end) && engine.pending() > 0) {
                throw new AssertionError(engine.pending() + " still pending after " + atMost + ": " + outages());
            }
        }
    }

    private boolean step(long end) {
        engine.advance(now);
        long wanted = engine.nextAt(now);
        if (wanted <= now) {
            throw new AssertionError("at " + millis() + " ms the engine wants to be woken at once, for ever");
        }
        long nextLanding = landings.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(now, landings.peek().at());
        long next = Math.min(wanted, nextLanding);
        next = ownStep == Long.MAX_VALUE ? next : Math.min(next, now + ownStep);
        if (next > end) {
            return false;
        }
        now = next;
        while (!landings.isEmpty() && landings.peek().at() <= now) {
            Landing landing = landings.remove();
            inFlight--;
            if (landing.result() instanceof CallResult.Answered) {
                answeredAt.add(now);
            }
            engine.landed(landing.flight(), landing.result(), now);
        }
        return true;
    }

    /** Time goes by and the engine is not woken. */
    void skip(Duration duration) {
        now += duration.toNanos();
    }

    java.util.Map<String, ApiLane.Outage> outages() {
        return engine.outages(now);
    }

    List<ApiLevel> levels() {
        return engine.levels(now);
    }

    int inFlight() {
        return inFlight;
    }

    long now() {
        return now;
    }

    /** Since the start of the play. */
    long millis() {
        return millis(now);
    }

    static long millis(long at) {
        return (at - START) / 1_000_000;
    }

    int mostInFlight() {
        return mostInFlight;
    }

    /** The keys of each call so far, probes for nobody left out. */
    List<List<String>> asked() {
        return sent.stream().filter(s -> !s.forNobody()).map(Sent::keys).toList();
    }

    List<Sent> sentAfter(long at) {
        return sent.stream().filter(s -> s.at() > at).toList();
    }

    /** When the first call was answered after that moment. */
    long firstAnswerAfter(long moment) {
        return answeredAt.stream().filter(at -> at > moment).findFirst().orElseThrow();
    }

    /** The most calls in any window that long. */
    int mostIn(Duration window) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < sent.size(); to++) {
            while (sent.get(to).at() - sent.get(from).at() >= window.toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    static CallResult found(Call call) {
        return answered(call, key -> new CallResult.KeyAnswer.Final(found(key)));
    }

    static KeyResult found(String key) {
        return new KeyResult.Found(java.util.Map.of("name", "name of " + key));
    }

    static CallResult answered(Call call, Function<String, CallResult.KeyAnswer> answer) {
        java.util.Map<String, CallResult.KeyAnswer> answers = new java.util.LinkedHashMap<>();
        call.keys().forEach(key -> answers.put(key, answer.apply(key)));
        return new CallResult.Answered(answers, 0);
    }

    static CallResult failed(Trouble trouble) {
        return new CallResult.Failed(trouble, trouble.name(), java.util.Optional.empty());
    }

    static CallResult failed(Trouble trouble, Duration retryAfter) {
        return new CallResult.Failed(trouble, trouble.name(), java.util.Optional.of(retryAfter));
    }
}
