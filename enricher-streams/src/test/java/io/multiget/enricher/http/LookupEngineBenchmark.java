package io.multiget.enricher.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many keys a second one engine puts into calls of twenty and gives their answers, with an API that answers at once. */
@State(Scope.Benchmark)
public class LookupEngineBenchmark {
    private static final int KEYS = 1_000;

    /** Longer than an answer is remembered: each round asks anew. */
    private static final long ROUND_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Asker ASKER = new Asker() {
        @Override
        public void answered(Question question, KeyResult result, boolean first) {}

        @Override
        public void called(Question question, CallCount count) {}

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public boolean isWithdrawn() {
            return false;
        }
    };

    private final TestApi market = TestApi.market();
    private final List<Question> questions = IntStream.range(0, KEYS)
            .mapToObj(i -> market.item("MLA" + (750_925_229 + i)))
            .toList();

    /** About every key, so that it fits every call. */
    private final CallResult answer =
            EnginePlay.found(market.items(questions.stream().map(Question::key).toArray(String[]::new)));

    private final Queue<Flight> flights = new ArrayDeque<>();
    private final LookupEngine engine = new LookupEngine(market.pipeline(), new SplittableRandom(1), flights::add);
    private long now;

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void ask() {
        now += ROUND_NANOS;
        questions.forEach(question -> engine.ask(question, ASKER, now));
        engine.advance(now);
        for (Flight flight = flights.poll(); flight != null; flight = flights.poll()) {
            engine.landed(flight, answer, now);
            engine.advance(now);
        }
        if (engine.pending() > 0) {
            throw new IllegalStateException(engine.pending() + " keys were not answered");
        }
    }
}
