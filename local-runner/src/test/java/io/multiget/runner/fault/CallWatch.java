package io.multiget.runner.fault;

import io.multiget.simulator.LoggedCall;
import io.multiget.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps every call that reached the API, of whose log only the latest are remembered. Safe for any thread. */
final class CallWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 25;
    private static final String ANSWERED = "200";

    private final Simulator api;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Seen> calls = new ArrayList<>();
    private final Thread thread;
    private long last;

    /** A call, and when it was noticed here. */
    record Seen(LoggedCall call, long nanos) {}

    CallWatch(Simulator api) {
        this.api = api;
        List<LoggedCall> before = api.callsAfter(0);
        last = before.isEmpty() ? 0 : before.get(before.size() - 1).number();
        thread = new Thread(this::watch, "call-watch");
        thread.setDaemon(true);
        thread.start();
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
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            do {
                look();
            } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            look();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
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
