package io.multiget.runner.fault;

import io.multiget.runner.ledger.Watch;
import io.multiget.simulator.LoggedCall;
import io.multiget.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Keeps every call that reached the API, of whose log only the latest are remembered. Safe for any thread. */
final class CallWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final String ANSWERED = "200";

    private final Simulator api;
    private final List<Seen> calls = new ArrayList<>();
    private final Watch watch;
    private long last;

    /** A call, and when it was noticed here. */
    record Seen(LoggedCall call, long nanos) {}

    CallWatch(Simulator api) {
        this.api = api;
        List<LoggedCall> before = api.callsAfter(0);
        last = before.isEmpty() ? 0 : before.get(before.size() - 1).number();
        watch = Watch.every(PAUSE, "call-watch", this::look);
    }

    synchronized List<LoggedCall> calls() {
        return calls.stream().map(Seen::call).toList();
    }

    /** When the first call since then was answered, in {@link System#nanoTime()}. */
    synchronized OptionalLong firstAnswerAfter(long nanos) {
        return calls.stream()
                .filter(seen -> seen.nanos() > nanos && seen.call().outcome().equals(ANSWERED))
                .mapToLong(Seen::nanos)
                .findFirst();
    }

    @Override
    public void close() {
        watch.close();
    }

    private void look() {
        List<LoggedCall> more = api.callsAfter(last);
        long now = System.nanoTime();
        synchronized (this) {
            more.forEach(call -> calls.add(new Seen(call, now)));
        }
        if (!more.isEmpty()) {
            last = more.get(more.size() - 1).number();
        }
    }
}
