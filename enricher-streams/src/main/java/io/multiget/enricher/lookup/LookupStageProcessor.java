package io.multiget.enricher.lookup;

import io.multiget.contract.DeadLetter;
import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.Lookups;
import io.multiget.enricher.http.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One stage: asks what is not cached, and lets the line wait in a store until every lookup of the stage has spoken (D2).
 * Never blocks on HTTP. The answer's cache entry, the line's way on, its leaving the store and its counters are one
 * transaction. Owned by one stream thread; only the mailbox is touched by others.
 *
 * <p>A line whose upload is cancelled does not wait: if anything would still have to be asked for it, it is withdrawn when it
 * comes, or soon after the cancel has been heard of. Its leaving the store and its being counted are one transaction, too.
 *
 * <p>After a crash or a rebalance the store says what was waiting, and it is asked anew; answers to the earlier
 * incarnation go to its mailbox, which nobody reads. The next incarnation may be this very object: a task that is taken away
 * and given back within a rebalance is closed and initialized again.
 */
public final class LookupStageProcessor implements Processor<String, Enrichment, Object, Object> {
    /** Bounds how late a finished answer is seen; only runs while something waits. */
    private static final Duration DRAIN_INTERVAL = Duration.ofMillis(10);

    /** A drain ends after so many letters or so long, so that polling and committing go on. */
    private static final int MAX_LETTERS = 5_000;

    private static final long MAX_DRAIN_MILLIS = 100;

    /** Lines that may wait before the thread waits with them; the admission window keeps this rare. */
    private static final int MAX_WAITING = 100_000;

    /** Times the records of a poll, well below {@code max.poll.interval.ms}. */
    private static final long MAX_BACK_PRESSURE_MILLIS = 50;

    /** How often the lines that wait are looked through for cancels; each look costs a read for each upload among them. */
    private static final long CANCELS_LOOK_MILLIS = 200;

    /** Where the stage sends what. */
    public record Outlets(String next, String lookups, String deadLetters) {}

    private final Pipeline pipeline;
    private final Stage stage;
    private final Lookups lookups;
    private final SharedAnswers recent;
    private final Outlets outlets;
    private final CacheMeter meter;
    private final Map<String, NotFound> policies = new HashMap<>();
    private final Map<String, Questions> questions = new HashMap<>();

    private final Map<String, AnswerCache> caches = new LinkedHashMap<>();
    private final Visits visits = new Visits();
    private Mailbox mailbox = new Mailbox();
    private ProcessorContext<Object, Object> context;
    private KeyValueStore<PendingKey, Pending> pending;
    private ProgressBook progress;
    private Cancels cancels;
    private @Nullable Cancellable draining;
    private long cancelsSeenAt;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    public LookupStageProcessor(
            Pipeline pipeline, Stage stage, Lookups lookups, SharedAnswers recent, Outlets outlets, CacheMeter meter) {
        this.pipeline = pipeline;
        this.stage = stage;
        this.lookups = lookups;
        this.recent = recent;
        this.outlets = outlets;
        this.meter = meter;
        for (String name : stage.lookups()) {
            policies.put(name, pipeline.output().notFound(name));
            questions.put(name, new Questions(pipeline.lookup(name)));
        }
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        forgetEarlierLife();
        this.pending = context.getStateStore(Stores.pending(stage));
        this.progress = ProgressBook.of(context);
        this.cancels = new Cancels(context.getStateStore(Stores.CANCELS));
        for (String name : stage.lookups()) {
            AnswerCache cache = cache(pipeline.lookup(name));
            caches.put(name, cache);
            cache.anyFound().flatMap(questions(cache.lookup())::ofKey).ifPresent(lookups::remember);
        }
        resumeSoon();
    }

    private void forgetEarlierLife() {
        mailbox.close();
        mailbox = new Mailbox();
        visits.clear();
        if (draining != null) {
            draining.cancel();
            draining = null;
        }
    }

    @SuppressWarnings("NullAway") // there is one for each lookup of the stage
    private Questions questions(Lookup lookup) {
        return questions.get(lookup.name());
    }

    private AnswerCache cache(Lookup lookup) {
        if (pipeline.isKeyedLikeRecords(lookup)) {
            return new TaskCache(lookup, context.getStateStore(Stores.cache(lookup)), meter);
        }
        ReadOnlyKeyValueStore<LookupKey, LookupAnswer> shared = context.getStateStore(Stores.SHARED_LOOKUPS);
        return new SharedCache(lookup, shared, recent, this::publish, meter);
    }

    private void publish(LookupKey key, LookupAnswer answer) {
        context.forward(new Record<>(key, answer, now()), outlets.lookups());
    }

    @Override
    public void process(Record<String, Enrichment> record) {
        if (record.value().isRejected()) {
            context.forward(record, outlets.next());
            return;
        }
        progress.during(() -> receive(record));
    }

    private void receive(Record<String, Enrichment> record) {
        PendingKey line = PendingKey.of(record.value().event());
        if (visits.contains(line)) {
            bury(record, line);
            return;
        }
        Visit visit = visit(line, new Pending(record.key(), record.timestamp(), record.value()));
        List<Question> open = consult(visit, line);
        if (visit.isComplete()) {
            leave(visit);
        } else if (cancels.include(line.attemptKey())) {
            progress.update(line.attemptKey(), now(), p -> p.withdrawn++);
        } else {
            pending.put(line, visit.pending());
            progress.update(line.attemptKey(), now(), p -> p.pending++);
            enter(line, visit, open);
            relieve();
        }
    }

    private Visit visit(PendingKey line, Pending pending) {
        return new Visit(stage, pending, mailbox.asker(line));
    }

    /** Two records for one line: the first one is at work, and the books have room for one. */
    private void bury(Record<String, Enrichment> record, PendingKey line) {
        context.recordMetadata()
                .ifPresent(at -> context.forward(
                        new Record<>(
                                line.upload().toString(),
                                new DeadLetter(
                                        at.topic(),
                                        at.partition(),
                                        at.offset(),
                                        "duplicate_row",
                                        "row " + line.row() + " is being enriched already",
                                        record.key(),
                                        null),
                                now()),
                        outlets.deadLetters()));
    }

    /** Hears what is known already; the rest is to be asked. */
    private List<Question> consult(Visit visit, PendingKey line) {
        List<Question> open = new ArrayList<>(stage.lookups().size());
        for (AnswerCache cache : caches.values()) {
            Lookup lookup = cache.lookup();
            Optional<Question> question = questions(lookup).of(visit.pending().enrichment()::value);
            if (question.isEmpty()) {
                visit.skip(lookup);
            } else if (Questions.isAmbiguousInBatch(question.get())) {
                visit.hear(lookup, new KeyResult.Failed("refused", "the key holds what separates keys in a call", 0));
            } else {
                Optional<LookupAnswer> known = cache.get(question.get().key(), now());
                known.ifPresentOrElse(
                        answer -> {
                            KeyResult result = AnswerCache.result(answer);
                            visit.hear(lookup, result);
                            progress.update(line.attemptKey(), now(), p -> p.hear(lookup.name(), result, false));
                        },
                        () -> open.add(question.get()));
            }
        }
        return open;
    }

    private void enter(PendingKey line, Visit visit, List<Question> open) {
        visits.add(line, visit);
        open.forEach(question -> lookups.ask(question, visit.asker()));
        if (draining == null) {
            draining = context.schedule(
                    DRAIN_INTERVAL,
                    PunctuationType.WALL_CLOCK_TIME,
                    time -> progress.during(() -> {
                        // In this order: whose answer is here has an outcome, however late its cancel finds it.
                        drain();
                        withdrawCancelled();
                    }));
        }
    }

    /** Not {@code delete}, which would read the line that is there to give it back. */
    private void forget(PendingKey line) {
        pending.put(line, null);
    }

    private void leave(Visit visit) {
        Pending line = visit.pending();
        context.forward(new Record<>(line.key(), visit.outcome(policies), line.timestamp()), outlets.next());
    }

    private void withdrawCancelled() {
        if (now() - cancelsSeenAt < CANCELS_LOOK_MILLIS) {
            return;
        }
        cancelsSeenAt = now();
        visits.attempts().stream().filter(cancels::include).forEach(this::withdraw);
    }

    private void withdraw(AttemptKey attempt) {
        Map<PendingKey, Visit> lines = visits.removeAll(attempt);
        lines.forEach((line, visit) -> {
            visit.asker().withdraw();
            forget(line);
        });
        countWithdrawn(attempt, lines.size());
        lookups.withdrawn();
    }

    private void countWithdrawn(AttemptKey attempt, int lines) {
        progress.update(attempt, now(), p -> {
            p.pending -= lines;
            p.withdrawn += lines;
        });
    }

    private void drain() {
        long end = now() + MAX_DRAIN_MILLIS;
        Mailbox.Letter letter;
        for (int i = 0; i < MAX_LETTERS && now() < end && (letter = mailbox.poll()) != null; i++) {
            read(letter);
        }
        if (visits.isEmpty() && mailbox.isEmpty() && draining != null) {
            draining.cancel();
            draining = null;
        }
    }

    /** A processor cannot refuse a record; with too many waiting, it reads answers before it takes the next. */
    private void relieve() {
        if (!mailbox.isEmpty()) {
            drain();
        }
        long end = now() + MAX_BACK_PRESSURE_MILLIS;
        while (visits.size() >= MAX_WAITING && now() < end) {
            Mailbox.Letter letter = mailbox.poll(end - now());
            if (letter != null) {
                read(letter);
            }
        }
    }

    private void read(Mailbox.Letter letter) {
        if (letter instanceof Mailbox.Bill bill) {
            charge(bill);
        } else if (letter instanceof Mailbox.Answer answer) {
            hear(answer);
        }
    }

    private void charge(Mailbox.Bill bill) {
        String lookup = bill.question().lookup().name();
        progress.update(bill.addressee().attemptKey(), now(), p -> {
            p.add(lookup, Progress.Counter.CALLS, bill.count().calls());
            p.add(lookup, Progress.Counter.RETRIES, bill.count().retries());
            p.add(lookup, Progress.Counter.THROTTLED, bill.count().throttled());
        });
    }

    private void hear(Mailbox.Answer answer) {
        Lookup lookup = answer.question().lookup();
        if (answer.first()) {
            remember(answer);
        }
        PendingKey line = answer.addressee();
        Visit visit = visits.find(line);
        if (visit == null) {
            // The line was withdrawn while its key was being asked about.
            if (answer.first()) {
                progress.update(line.attemptKey(), now(), p -> p.add(lookup.name(), Progress.Counter.ASKED, 1));
            }
            return;
        }
        visit.hear(lookup, answer.result());
        progress.update(line.attemptKey(), now(), p -> {
            p.hear(lookup.name(), answer.result(), answer.first());
            p.pending -= visit.isComplete() ? 1 : 0;
        });
        if (visit.isComplete()) {
            visits.remove(line);
            forget(line);
            leave(visit);
        }
    }

    private void remember(Mailbox.Answer answer) {
        AnswerCache cache = caches.get(answer.question().lookup().name());
        if (cache == null) {
            return;
        }
        if (answer.result() instanceof KeyResult.Found found) {
            cache.put(answer.question().key(), LookupAnswer.found(found.fields(), now()));
        } else if (answer.result() instanceof KeyResult.NotFound) {
            cache.put(answer.question().key(), LookupAnswer.notFound(now()));
        }
    }

    /** From a punctuator, as nothing may be forwarded in {@link #init}; the stores are restored by then. */
    private void resumeSoon() {
        Cancellable[] once = new Cancellable[1];
        once[0] = context.schedule(Duration.ofMillis(1), PunctuationType.WALL_CLOCK_TIME, time -> {
            once[0].cancel();
            progress.during(this::resume);
        });
    }

    private void resume() {
        Map<PendingKey, Pending> waiting = new LinkedHashMap<>();
        try (KeyValueIterator<PendingKey, Pending> all = pending.all()) {
            all.forEachRemaining(entry -> waiting.put(entry.key, entry.value));
        }
        waiting.forEach((line, what) -> {
            if (!visits.contains(line)) {
                resume(line, visit(line, what));
            }
        });
    }

    private void resume(PendingKey line, Visit visit) {
        List<Question> open = consult(visit, line);
        if (visit.isComplete()) {
            forget(line);
            progress.update(line.attemptKey(), now(), p -> p.pending--);
            leave(visit);
        } else if (cancels.include(line.attemptKey())) {
            forget(line);
            countWithdrawn(line.attemptKey(), 1);
        } else {
            enter(line, visit, open);
        }
    }

    private long now() {
        return context.currentSystemTimeMs();
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
