package io.multiget.ingest.landing;

import io.multiget.contract.Waiting;
import io.multiget.ingest.status.SinkTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The keepers of all pipelines' sinks, each in a thread of its own. */
final class SinkKeepers implements SinkTrouble, AutoCloseable {
    /** With the calls themselves, trouble shows within two seconds. */
    static final Duration INTERVAL = Duration.ofMillis(1500);

    private final Map<String, SinkKeeper> byPipeline;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    SinkKeepers(Map<String, SinkKeeper> byPipeline) {
        this.byPipeline = Map.copyOf(byPipeline);
    }

    void start() {
        byPipeline.forEach((pipeline, keeper) -> {
            Thread thread = new Thread(() -> keep(keeper), "sink-keeper-" + pipeline);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        });
    }

    private void keep(SinkKeeper keeper) {
        try {
            do {
                keeper.look();
            } while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Waiting> of(String pipeline) {
        SinkKeeper keeper = byPipeline.get(pipeline);
        return keeper == null ? Optional.empty() : keeper.waiting();
    }

    /** The sinks in trouble, by pipeline. */
    Map<String, Waiting> waiting() {
        Map<String, Waiting> waiting = new HashMap<>();
        byPipeline.forEach((pipeline, keeper) -> keeper.waiting().ifPresent(why -> waiting.put(pipeline, why)));
        return waiting;
    }

    @Override
    public void close() {
        stopped.countDown();
        threads.forEach(Thread::interrupt);
    }
}
