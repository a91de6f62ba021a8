package io.multiget.ingest.status;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Kafka Streams client running: one that has died is closed and replaced by a new one, more slowly each time.
 * Without it a client that gave up during an outage would stay silent for good. Safe for any thread.
 */
final class StreamsClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsClient.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_REPLACED_THREADS = 5;

    private final String name;
    private final Supplier<KafkaStreams> clients;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread keeper;
    private volatile @Nullable KafkaStreams current;

    /** @param clients makes a new client, not started; called once for each life */
    StreamsClient(String name, Supplier<KafkaStreams> clients) {
        this.name = name;
        this.clients = clients;
        this.keeper = new Thread(this::keepRunning, name + "-keeper");
        keeper.setDaemon(true);
    }

    void start() {
        keeper.start();
    }

    /** The client once it has started; its global stores are restored then. */
    Optional<KafkaStreams> started() {
        return Optional.ofNullable(current);
    }

    private void keepRunning() {
        Duration pause = Duration.ofSeconds(1);
        try {
            while (!isStopped()) {
                liveOnce();
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                LOG.warn("Starting {} again", name);
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is told to stop", name);
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** From start to death. */
    private void liveOnce() throws InterruptedException {
        CountDownLatch dead = new CountDownLatch(1);
        KafkaStreams streams = clients.get();
        streams.setUncaughtExceptionHandler(new ReplaceThreads());
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                dead.countDown();
            }
        });
        try {
            streams.start();
            current = streams;
            if (!isStopped()) {
                dead.await();
            }
        } catch (StreamsException | IllegalStateException e) {
            LOG.error("{} did not start: {}", name, e.getMessage());
        } finally {
            current = null;
            streams.close(CLOSE_TIMEOUT);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Not by interrupting: a client that is being started takes that for a failure of its own. */
    @Override
    public void close() {
        stopped.countDown();
        started().ifPresent(streams -> streams.close(CLOSE_TIMEOUT));
        try {
            keeper.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that died is replaced a few times; then the client ends, to be started anew by its keeper. */
    private final class ReplaceThreads implements StreamsUncaughtExceptionHandler {
        private int replaced;

        @Override
        public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
            LOG.error("A thread of {} died", name, exception);
            replaced++;
            return replaced > MOST_REPLACED_THREADS
                    ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                    : StreamThreadExceptionResponse.REPLACE_THREAD;
        }
    }
}
