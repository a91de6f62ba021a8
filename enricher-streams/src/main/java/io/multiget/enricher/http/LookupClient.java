package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a pipeline's APIs for every task of this JVM. Safe for any thread; {@link #ask} never blocks. One thread of its
 * own runs the {@link LookupEngine}, and so does, when it is free, whichever thread of the transport brings a good
 * answer: to wake another for the call that may go out in its place takes longer than all else between the two. One for
 * each API reads its good answers: read where they come in, those that come together would hold up such calls.
 */
public final class LookupClient implements Lookups, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LookupClient.class);

    /** How long the thread sleeps at most, so that {@link #waiting()} is never staler than this. */
    private static final long MAX_SLEEP_NANOS = Duration.ofMillis(100).toNanos();

    /** A process that stood still for so long may have lost its tasks, and its share of the limits, to another. */
    private static final long STOOD_STILL_NANOS = Duration.ofSeconds(5).toNanos();

    /** Two heartbeats of the consumer: by then it has been told, and has given up the tasks that are not its own. */
    private static final long SETTLING_NANOS = Duration.ofSeconds(6).toNanos();

    /**
     * Once something has come the thread waits a moment for more: lines come by the hundred, and to wake for each of them
     * costs more than to ask about it. Not where a call that is over came first: another one may go out in its place.
     */
    private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** Beyond that a call is only over when its answer is read, so that no more of them come meanwhile. */
    private static final long MOST_UNREAD_BYTES = 32 << 20;

    private interface Event {
        void apply(LookupEngine engine, long now);
    }

    private record Returned(Flight flight) implements Event {
        @Override
        public void apply(LookupEngine engine, long now) {
            engine.returned(flight, now);
        }
    }

    private record Departure(Flight flight, long at) {}

    /** Worth no waking: each matters once the limit's period is over, and long before then its answer is here. */
    private final Queue<Departure> departures = new ConcurrentLinkedQueue<>();

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    /** Whoever has it runs the engine. */
    private final ReentrantLock turn = new ReentrantLock();

    private final LookupEngine engine;
    private final LookupMeter meter;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private final Thread thread;
    private final Map<String, ExecutorService> reading = new HashMap<>();
    private final AtomicLong unreadBytes = new AtomicLong();
    private final Runnable onClose;
    private final int tasks;

    /** The tasks that run here, whose share of the limits is ours. Touched by events alone. */
    private final Set<Object> running = new HashSet<>();

    private long lastStep;

    /** When the engine has something to do, though nothing comes. */
    private volatile long wakesAt;

    /** Whether the client's thread has to be woken when something comes. */
    private volatile boolean sleeping;

    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private volatile List<ApiWait> waiting = List.of();

    /** A client that asks over HTTP, and that nobody looks at. */
    public static LookupClient open(Pipeline pipeline) {
        return open(pipeline, LookupMeter.NONE, 1);
    }

    /**
     * A client that asks over HTTP.
     *
     * @param meter the times it is told are those of {@link System#nanoTime}
     * @param tasks how many there are over all instances, which share the APIs' limits
     */
    public static LookupClient open(Pipeline pipeline, LookupMeter meter, int tasks) {
        HttpTransport transport = new HttpTransport(pipeline.apis(), System::nanoTime);
        return new LookupClient(
                pipeline,
                transport,
                new SplittableRandom(),
                System::nanoTime,
                InstantSource.system(),
                transport::close,
                meter,
                tasks);
    }

    /** A client that nobody looks at. */
    LookupClient(
            Pipeline pipeline,
            Transport transport,
            RandomGenerator random,
            LongSupplier nanos,
            InstantSource wall,
            Runnable onClose) {
        this(pipeline, transport, random, nanos, wall, onClose, LookupMeter.NONE, 1);
    }

    /**
     * @param onClose ends the transport
     * @param tasks how many there are over all instances, which share the APIs' limits
     */
    LookupClient(
            Pipeline pipeline,
            Transport transport,
            RandomGenerator random,
            LongSupplier nanos,
            InstantSource wall,
            Runnable onClose,
            LookupMeter meter,
            int tasks) {
        this.meter = meter;
        this.tasks = tasks;
        this.onClose = onClose;
        AnswerReader reader = new AnswerReader(wall);
        pipeline.apis().keySet().forEach(api -> reading.put(api, oneThread("answers-" + api)));
        this.nanos = nanos;
        this.lastStep = nanos.getAsLong();
        this.wakesAt = lastStep;
        this.wall = wall;
        this.engine = new LookupEngine(
                pipeline,
                random,
                flight -> transport.send(
                        flight.call(),
                        () -> departures.add(new Departure(flight, nanos.getAsLong())),
                        answer -> arrived(reader, flight, answer)),
                meter);
        this.thread = daemon(this::run, "lookups-" + pipeline.name());
        thread.start();
    }

    /** What comes when it has been shut down is dropped without a word. */
    private static ExecutorService oneThread(String name) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, name),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void ask(Question question, Asker asker) {
        requireAlive();
        tell((engine, now) -> engine.ask(question, asker, now));
    }

    @Override
    public void withdrawn() {
        requireAlive();
        tell((engine, now) -> engine.sweep());
    }

    @Override
    public void started(Object task) {
        requireAlive();
        tell((engine, now) -> {
            running.add(task);
            share(now);
        });
    }

    @Override
    public void ended(Object task) {
        tell((engine, now) -> {
            running.remove(task);
            share(now);
        });
    }

    private void share(long now) {
        // Without a task there is nobody to ask for, and no share to keep to.
        if (!running.isEmpty()) {
            engine.share(Math.min(1.0, (double) running.size() / tasks), now);
        }
    }

    @Override
    public void expect(Object upload, boolean last) {
        requireAlive();
        tell((engine, now) -> engine.expect(upload, last, now));
    }

    @Override
    public void remember(Question good) {
        requireAlive();
        tell((engine, now) -> engine.remember(good));
    }

    @Override
    public void heard(Lookup lookup, String key, KeyResult result, Duration left) {
        long until = nanos.getAsLong() + left.toNanos();
        tell((engine, now) -> engine.heard(lookup, key, result, until, now));
    }

    @Override
    public List<ApiWait> waiting() {
        requireAlive();
        return waiting;
    }

    private void requireAlive() {
        Throwable ourBug = failure;
        if (ourBug != null) {
            throw new IllegalStateException("the lookup client has stopped", ourBug);
        }
    }

    /** Stops asking; questions without an answer never get one. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            // Whoever runs the engine at this moment was the last.
            turn.lock();
            turn.unlock();
            reading.values().forEach(ExecutorService::shutdownNow);
            onClose.run();
        }
    }

    /** On a thread of the transport: what went wrong is told at once, before another call meets it. */
    private void arrived(AnswerReader reader, Flight flight, HttpAnswer answer) {
        if (answer instanceof HttpAnswer.Received received && AnswerReader.isGood(flight.call(), received)) {
            readSoon(reader, flight, received);
        } else {
            read(reader, flight, answer);
        }
    }

    @SuppressWarnings("NullAway") // there is one for each API
    private void readSoon(AnswerReader reader, Flight flight, HttpAnswer.Received received) {
        int bytes = received.body().length;
        if (unreadBytes.addAndGet(bytes) <= MOST_UNREAD_BYTES) {
            returned(flight);
        }
        reading.get(flight.call().api().name()).execute(() -> {
            read(reader, flight, received);
            unreadBytes.addAndGet(-bytes);
        });
    }

    /** On a thread of the transport, which lets another call out in place of this one if nobody else runs the engine. */
    private void returned(Flight flight) {
        events.add(new Returned(flight));
        if (!turn.isHeldByCurrentThread() && !turn.hasQueuedThreads() && turn.tryLock()) {
            try {
                step();
            } finally {
                turn.unlock();
            }
        } else {
            wake();
        }
    }

    private void tell(Event event) {
        events.add(event);
        wake();
    }

    private void wake() {
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    /** On a thread where nobody would hear of an exception: it is the engine that stops because of it. */
    private void read(AnswerReader reader, Flight flight, HttpAnswer answer) {
        Event event;
        try {
            CallResult result = reader.read(flight.call(), answer);
            event = (engine, now) -> engine.landed(flight, result, now);
        } catch (RuntimeException | Error ourBug) {
            event = (engine, now) -> {
                throw ourBug;
            };
        }
        tell(event);
    }

    private void run() {
        while (isGoingOn() && !Thread.currentThread().isInterrupted()) {
            sleepUntilThereIsWork();
            turn.lock();
            try {
                step();
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean isGoingOn() {
        return !closed && failure == null;
    }

    /** Looks after it has said that it sleeps, as others look whether it does after they have put something there. */
    private void sleepUntilThereIsWork() {
        sleeping = true;
        long left = wakesAt - nanos.getAsLong();
        while (events.isEmpty() && isGoingOn() && left > 0) {
            LockSupport.parkNanos(this, left);
            left = wakesAt - nanos.getAsLong();
        }
        sleeping = false;
        Event first = events.peek();
        if (first != null && !(first instanceof Returned)) {
            LockSupport.parkNanos(this, GATHER_NANOS);
        }
    }

    /** Whoever has the turn does what there is to do; a bug is the end for all. */
    private void step() {
        if (!isGoingOn()) {
            return;
        }
        try {
            runEngine();
        } catch (RuntimeException | Error ourBug) {
            LOG.error("The lookup client stops, and with it every task that asks", ourBug);
            failure = ourBug;
        }
    }

    private void runEngine() {
        long now = nanos.getAsLong();
        if (now - lastStep >= STOOD_STILL_NANOS) {
            LOG.warn(
                    "The process stood still for {}; asking nothing until it is clear whose tasks are whose",
                    Duration.ofNanos(now - lastStep));
            engine.hold(now + SETTLING_NANOS);
        }
        lastStep = now;
        List<Event> batch = new ArrayList<>();
        Event next;
        while ((next = events.poll()) != null) {
            batch.add(next);
        }
        // Of each call that is over, the departure is among them by now.
        Departure departure;
        while ((departure = departures.poll()) != null) {
            engine.departed(departure.flight(), departure.at());
        }
        for (Event event : batch) {
            event.apply(engine, now);
        }
        engine.advance(now);
        waiting = waits(now);
        meter.levels(engine.levels(now));
        long planned = wakesAt;
        wakesAt = now + sleep(now);
        if (wakesAt - planned < 0) {
            wake();
        }
    }

    private long sleep(long now) {
        long at = engine.nextAt(now);
        return at == Long.MAX_VALUE ? MAX_SLEEP_NANOS : Math.max(0, Math.min(MAX_SLEEP_NANOS, at - now));
    }

    private List<ApiWait> waits(long now) {
        Instant today = wall.instant();
        List<ApiWait> waits = new ArrayList<>();
        engine.outages(now)
                .forEach((api, outage) -> waits.add(new ApiWait(
                        api,
                        today.minusNanos(now - outage.since()),
                        outage.reason(),
                        outage.nextTry() > now ? today.plusNanos(outage.nextTry() - now) : null)));
        return waits;
    }
}
