package io.multiget.runner.ledger;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks again and again, on a thread of its own, until it is closed; and once more then. */
public final class Watch implements AutoCloseable {
    private final Runnable look;
    private final Duration pause;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Watch(Runnable look, Duration pause, String name) {
        this.look = look;
        this.pause = pause;
        this.thread = new Thread(this::watch, name);
        thread.setDaemon(true);
    }

    /** {@code name}: the thread's. */
    public static Watch every(Duration pause, String name, Runnable look) {
        Watch watch = new Watch(look, pause, name);
        watch.thread.start();
        return watch;
    }

    /** Returns after the last look. */
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
                look.run();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
            look.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
