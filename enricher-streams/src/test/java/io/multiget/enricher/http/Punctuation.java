package io.multiget.enricher.http;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;

/** A punctuator and its times. Like Kafka's it fires once, however many of its times were missed. */
final class Punctuation implements Cancellable {
    private final Punctuator punctuator;
    private final long interval;
    private long dueAt;
    private boolean cancelled;

    Punctuation(Punctuator punctuator, Duration interval, long now) {
        this.punctuator = punctuator;
        this.interval = interval.toNanos();
        this.dueAt = now + this.interval;
    }

    long dueAt() {
        return dueAt;
    }

    /** Whether it has fired before, and fires so often that only news are worth it. */
    boolean isPolling(long now) {
        return interval < Duration.ofMillis(100).toNanos() && dueAt - now <= interval && dueAt > now;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void fire(long now, long millis) {
        dueAt += interval * ((now - dueAt) / interval + 1);
        punctuator.punctuate(millis);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
