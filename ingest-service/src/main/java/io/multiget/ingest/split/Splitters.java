package io.multiget.ingest.split;

import io.multiget.contract.Failure;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.kafka.KafkaClients;
import io.multiget.ingest.kafka.TransactionalWriter;
import io.multiget.ingest.reader.LineCounts;
import io.multiget.ingest.reader.UnreadableFileException;
import io.multiget.ingest.setup.AfterTopics;
import io.multiget.ingest.upload.Spool;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Splits this instance's uploads. There are a few slots, each a thread with its own transactional id; uploads take turns
 * in them, so a small one is never behind a big one, and one whose window is full holds none.
 */
final class Splitters implements AfterTopics, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Splitters.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** How long an upload keeps a slot that another one waits for. */
    private static final Duration TURN = Duration.ofMillis(250);

    private static final long LARGEST_FIRST_WINDOW = 20_000;
    private static final int COUNTERS = 2;
    private static final long STOP_SECONDS = 5;

    private final IngestProperties properties;
    private final UploadBook book;
    private final LineSources sources;
    private final FinishedLines finished;
    private final Spool spool;
    private final Clock clock;

    private final Map<UUID, Attempt> active = new ConcurrentHashMap<>();
    private final Map<String, Long> windowSizes = new ConcurrentHashMap<>();
    private final Set<Attempt> waiting = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Attempt> runnable = new LinkedBlockingQueue<>();
    private final AtomicBoolean lookingAround = new AtomicBoolean();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "splitter-timer"));
    /** Smallest file first: a big one is not waited for. */
    private final ThreadPoolExecutor counters = new ThreadPoolExecutor(
            COUNTERS,
            COUNTERS,
            1,
            TimeUnit.MINUTES,
            new PriorityBlockingQueue<>(),
            task -> new Thread(task, "counter"));

    private final List<TransactionalWriter> writers = new ArrayList<>();
    private final List<Thread> slots = new ArrayList<>();
    private volatile boolean running;

    Splitters(
            IngestProperties properties,
            KafkaClients kafka,
            UploadBook book,
            LineSources sources,
            FinishedLines finished,
            Spool spool,
            Clock clock) {
        this.properties = properties;
        this.book = book;
        this.sources = sources;
        this.finished = finished;
        this.spool = spool;
        this.clock = clock;
        for (int slot = 0; slot < properties.splitters(); slot++) {
            writers.add(kafka.patientWriter("splitter-" + slot));
        }
    }

    /** Ends what a killed process left open, then reads the book, then goes on where each upload stands. */
    @Override
    public void start() {
        writers.forEach(TransactionalWriter::open);
        book.load();
        spool.clean(
                id -> book.find(id).filter(upload -> !upload.state().isEnd()).isPresent());
        running = true;
        for (TransactionalWriter writer : writers) {
            Thread slot = new Thread(() -> split(writer), "splitter-" + slots.size());
            slots.add(slot);
            slot.start();
        }
        book.onChange(this::changed);
        book.uploads().forEach(upload -> changed(upload.uploadId()));
        finished.onChange(this::lookAroundSoon);
        timer.scheduleWithFixedDelay(this::lookAround, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void changed(UUID id) {
        Upload upload = book.find(id).orElseThrow();
        if (upload.state().isEnd()) {
            spool.delete(id);
        }
        if (!hasWork(upload)) {
            wake(active.get(id));
            return;
        }
        Attempt attempt = new Attempt(id, book, sources, finished, window(upload));
        if (active.putIfAbsent(id, attempt) == null) {
            begin(attempt, upload);
        }
    }

    /** A window as the pipeline's last one was, but for the longest ones: the next file may be new to the caches. */
    private Window window(Upload upload) {
        return new Window(properties.window(), windowSizes.getOrDefault(upload.pipeline(), Window.FIRST));
    }

    private static boolean hasWork(Upload upload) {
        return upload.state() == UploadState.RECEIVING
                || upload.state() == UploadState.RUNNING && !upload.splitting().allRead();
    }

    private void begin(Attempt attempt, Upload upload) {
        if (upload.splitting().total() == null) {
            counters.execute(new Counting(attempt, upload.bytes()));
        } else {
            runnable.add(attempt);
        }
    }

    private void wake(@org.jspecify.annotations.Nullable Attempt attempt) {
        if (attempt != null && waiting.remove(attempt)) {
            runnable.add(attempt);
        }
    }

    private void lookAroundSoon() {
        if (running && lookingAround.compareAndSet(false, true)) {
            timer.execute(() -> {
                lookingAround.set(false);
                lookAround();
            });
        }
    }

    private void lookAround() {
        for (Attempt attempt : active.values()) {
            if (attempt.observe()) {
                wake(attempt);
            }
        }
    }

    private void split(TransactionalWriter writer) {
        try {
            while (running) {
                Attempt attempt = runnable.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (attempt != null) {
                    turns(attempt, writer);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped while waiting", e);
        }
    }

    private void turns(Attempt attempt, TransactionalWriter writer) throws InterruptedException {
        long end = System.nanoTime() + TURN.toNanos();
        try {
            Attempt.Step step = attempt.turn(writer);
            while (step == Attempt.Step.AGAIN && running && (runnable.isEmpty() || System.nanoTime() - end < 0)) {
                step = attempt.turn(writer);
            }
            after(attempt, step);
        } catch (KafkaException | BookUnavailableException e) {
            retry(attempt, e);
            reopen(writer);
        } catch (IOException e) {
            failOrRetry(attempt, e);
        } catch (RuntimeException e) {
            LOG.error("Splitting upload {} failed", attempt.id(), e);
            fail(
                    attempt,
                    new Failure("internal_error", "Something went wrong while the file was split; it is logged."));
        }
    }

    private void after(Attempt attempt, Attempt.Step step) {
        switch (step) {
            case AGAIN -> runnable.add(attempt);
            case WINDOW_FULL -> {
                waiting.add(attempt);
                // What was finished between the look and the wait has been missed.
                if (attempt.observe()) {
                    wake(attempt);
                }
            }
            case DONE -> end(attempt);
        }
    }

    private void end(Attempt attempt) {
        active.remove(attempt.id());
        book.find(attempt.id())
                .ifPresent(upload ->
                        windowSizes.put(upload.pipeline(), Math.min(attempt.windowSize(), LARGEST_FIRST_WINDOW)));
        // A change that found it active has been missed.
        book.find(attempt.id()).filter(Splitters::hasWork).ifPresent(upload -> changed(attempt.id()));
    }

    /** Ends the transaction that the failure may have left open: until then it holds up every reader. */
    private void reopen(TransactionalWriter writer) throws InterruptedException {
        while (running) {
            try {
                writer.open();
                return;
            } catch (KafkaException e) {
                LOG.warn("Kafka does not answer yet: {}", e.getMessage());
                TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
            }
        }
    }

    private void failOrRetry(Attempt attempt, IOException e) {
        if (e instanceof UnreadableFileException unreadable) {
            fail(attempt, new Failure(unreadable.code(), String.valueOf(unreadable.getMessage())));
        } else if (e instanceof BrokenSourceException broken) {
            fail(attempt, new Failure(broken.code(), String.valueOf(broken.getMessage())));
        } else if (e instanceof NoSuchFileException) {
            fail(attempt, new Failure("unreadable_file", "The file is not on this instance's disk any more."));
        } else {
            retry(attempt, e);
        }
    }

    private void retry(Attempt attempt, Exception cause) {
        if (!running) {
            return;
        }
        LOG.warn(
                "Upload {} waits, trying again: {}",
                attempt.id(),
                String.valueOf(cause.getMessage()),
                cause.getCause());
        try {
            attempt.reset();
        } catch (IOException e) {
            LOG.warn("Cannot close the file of upload {}", attempt.id(), e);
        }
        timer.schedule(() -> restart(attempt), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void restart(Attempt attempt) {
        begin(attempt, book.find(attempt.id()).orElseThrow());
    }

    private void fail(Attempt attempt, Failure failure) {
        try {
            attempt.reset();
            book.update(
                    attempt.id(), upload -> upload.state().isEnd() ? upload : upload.failed(failure, clock.instant()));
            end(attempt);
        } catch (BookUnavailableException | IOException e) {
            // The same failure comes up again with the next try.
            retry(attempt, e);
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        running = false;
        timer.shutdownNow();
        counters.shutdownNow();
        for (Thread slot : slots) {
            slot.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            slot.interrupt();
        }
        writers.forEach(TransactionalWriter::close);
    }

    /** The first pass over a file, which makes its number of lines known. */
    private final class Counting implements Runnable, Comparable<Counting> {
        private final Attempt attempt;
        private final long bytes;

        private Counting(Attempt attempt, long bytes) {
            this.attempt = attempt;
            this.bytes = bytes;
        }

        @Override
        public int compareTo(Counting other) {
            return Long.compare(bytes, other.bytes);
        }

        @Override
        public void run() {
            try {
                UUID id = attempt.id();
                Upload upload = book.update(
                        id, now -> now.state() == UploadState.RECEIVING ? now.started(clock.instant()) : now);
                LineCounts counts = sources.count(upload);
                book.update(id, now -> counted(now, counts));
                runnable.add(attempt);
            } catch (BookUnavailableException e) {
                retry(attempt, e);
            } catch (IOException e) {
                failOrRetry(attempt, e);
            } catch (RuntimeException e) {
                LOG.error("Counting upload {} failed", attempt.id(), e);
                fail(
                        attempt,
                        new Failure("internal_error", "Something went wrong while the file was read; it is logged."));
            }
        }

        private Upload counted(Upload now, LineCounts counts) {
            if (now.state().isEnd()) {
                return now;
            }
            Upload.Splitting splitting = now.splitting().counted(counts.rows(), counts.blank());
            return now.withSplitting(now.state() == UploadState.CANCELLING ? splitting.cancelled() : splitting);
        }
    }
}
