package io.multiget.enricher.lookup;

import io.multiget.contract.DeadLetter;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.Waiting;
import io.multiget.enricher.http.ApiWait;
import io.multiget.enricher.http.Lookups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Every line's way in; and as every line passes here, also where the task tells of its progress: about twice a second
 * while there is any, and at once when something begins or ceases to be waited for, or nothing of an upload is pending any
 * more, as its end hangs on that word (D6). Owned by one stream thread.
 */
public final class StartProcessor implements Processor<String, RecordEvent, Object, Object> {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
    private static final long EMIT_MILLIS = 500;

    /** How often all attempts are looked through, finished ones too. */
    private static final long SWEEP_MILLIS = 60_000;

    /** How often the lookups are told that an upload goes on. */
    private static final long EXPECT_MILLIS = 100;

    /** Longer than records are kept: nothing can come for this attempt any more. */
    private static final long FORGET_MILLIS = Duration.ofDays(8).toMillis();

    /** Where the processor sends what. */
    public record Outlets(String next, String progress, String deadLetters) {}

    private final String pipeline;
    private final Lookups lookups;
    private final Outlets outlets;
    private final Map<AttemptKey, UploadProgress> emitted = new HashMap<>();

    /** Attempts that something may have happened to since they were last told of, or still waits for. */
    private final Set<AttemptKey> busy = new LinkedHashSet<>();

    private ProcessorContext<Object, Object> context;
    private ProgressBook progress;
    private @Nullable Cancellable emitting;
    private long emittedAt;
    private long sweptAt;
    private @Nullable String waitedFor;
    private @Nullable AttemptKey expected;
    private long expectedAt;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    public StartProcessor(String pipeline, Lookups lookups, Outlets outlets) {
        this.pipeline = pipeline;
        this.lookups = lookups;
        this.outlets = outlets;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        this.progress = ProgressBook.of(context);
        lookups.started(context.taskId());
        forgetEarlierLife();
        keepEmitting();
    }

    /** A task that is taken away and given back is closed and initialized again, with this very object. */
    private void forgetEarlierLife() {
        emitted.clear();
        busy.clear();
        sweptAt = 0;
        waitedFor = null;
        expected = null;
        if (emitting != null) {
            emitting.cancel();
            emitting = null;
        }
    }

    @Override
    public void process(Record<String, RecordEvent> record) {
        keepEmitting();
        if (record.key() == null) {
            bury("null_key", "a record without a key");
        } else if (record.value() == null) {
            bury("unreadable_record", "a record without a value");
        } else {
            expect(record.value());
            context.forward(record.withValue(Enrichment.of(record.value())), outlets.next());
        }
    }

    private void expect(RecordEvent event) {
        AttemptKey attempt = new AttemptKey(event.upload(), event.attempt());
        long now = context.currentSystemTimeMs();
        if (event.last() || !attempt.equals(expected) || now - expectedAt >= EXPECT_MILLIS) {
            lookups.expect(attempt, event.last());
            expected = attempt;
            expectedAt = now;
        }
    }

    private void bury(String code, String error) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        context.forward(
                new Record<>(
                        code,
                        new DeadLetter(at.topic(), at.partition(), at.offset(), code, error, null, null),
                        context.currentSystemTimeMs()),
                outlets.deadLetters());
    }

    private void keepEmitting() {
        if (emitting == null) {
            emitting = context.schedule(LOOK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> look());
        }
    }

    private void look() {
        long now = context.currentSystemTimeMs();
        Waiting waiting = waiting();
        String on = waiting == null ? null : waiting.on();
        boolean news = !Objects.equals(on, waitedFor);
        boolean settled = progress.tellSettled(
                now - LOOK_INTERVAL.toMillis(), (attempt, counters) -> emit(attempt, counters, waiting, now));
        // A clock that was put back must not silence the task.
        if (news || Math.abs(now - emittedAt) >= EMIT_MILLIS) {
            emittedAt = now;
            waitedFor = on;
            emit(waiting, now);
        }
        if (news || settled) {
            context.commit(); // before then nobody hears of it
        }
    }

    /** Says what has changed; once nothing changes and nothing waits, stops until the next line comes. */
    private void emit(@Nullable Waiting waiting, long now) {
        if (Math.abs(now - sweptAt) >= SWEEP_MILLIS) {
            sweptAt = now;
            sweep(waiting, now);
        }
        busy.addAll(progress.takeUntold());
        busy.removeIf(attempt -> !staysBusy(attempt, waiting, now));
        if (busy.isEmpty() && emitting != null) {
            emitting.cancel();
            emitting = null;
        }
    }

    /** Forgets what is old, and tells of what this life of the task has not told of yet. */
    private void sweep(@Nullable Waiting waiting, long now) {
        List<AttemptKey> old = new ArrayList<>();
        try (KeyValueIterator<AttemptKey, Progress> all = progress.all()) {
            while (all.hasNext()) {
                KeyValue<AttemptKey, Progress> entry = all.next();
                if (now - entry.value.touchedAt > FORGET_MILLIS) {
                    old.add(entry.key);
                } else if (!emitted.containsKey(entry.key)) {
                    emit(entry.key, entry.value, waiting, now);
                    if (entry.value.pending > 0) {
                        busy.add(entry.key);
                    }
                }
            }
        }
        old.forEach(this::forget);
    }

    /** Tells of the attempt if there is news. @return whether to look at it again */
    private boolean staysBusy(AttemptKey attempt, @Nullable Waiting waiting, long now) {
        Progress counters = progress.of(attempt);
        return emit(attempt, counters, waiting, now) || counters.pending > 0;
    }

    /** @return whether there was news */
    private boolean emit(AttemptKey attempt, Progress counters, @Nullable Waiting waiting, long now) {
        boolean pending = counters.pending > 0;
        String task = pipeline + "-" + context.taskId().partition();
        UploadProgress message = counters.toMessage(attempt, task, pending ? waiting : null);
        boolean changed = !message.equals(emitted.put(attempt, message));
        if (changed) {
            context.forward(new Record<>(attempt.upload().toString(), message, now), outlets.progress());
        }
        return changed;
    }

    private void forget(AttemptKey attempt) {
        progress.forget(attempt);
        emitted.remove(attempt);
        busy.remove(attempt);
    }

    @Override
    public void close() {
        lookups.ended(context.taskId());
    }

    private @Nullable Waiting waiting() {
        List<ApiWait> waits = lookups.waiting();
        if (waits.isEmpty()) {
            return null;
        }
        ApiWait first = waits.get(0);
        return new Waiting("api:" + first.api(), first.since(), first.reason(), first.nextTry());
    }
}
