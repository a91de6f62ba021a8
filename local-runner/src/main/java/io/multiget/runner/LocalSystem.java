package io.multiget.runner;

import io.multiget.runner.role.Role;
import io.multiget.runner.role.StartFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A whole system on loopback: Postgres, broker, Connect, the simulated API where no other is set, the services.
 *
 * <p>Safe to use from any thread; {@link #close()} may come while {@link #start()} runs. The data stays when it is closed, and
 * the next system on the same directory goes on where this one was.
 *
 * <pre>{@code
 * try (LocalSystem system = LocalSystem.start(LocalSettings.isolated(folder))) {
 *     upload(system.ingestUrl(0), file);
 *     system.enricher(0).kill9();
 *     system.enricher(0).start();
 * }
 * }</pre>
 */
public final class LocalSystem implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final DataDirectory data;
    private final LocalSettings settings;
    private final Addresses addresses;
    private final String jdbcUrl;
    /** In the order of the flow of data, the services last: closing goes backwards. */
    private final Map<String, Role> roles = Collections.synchronizedMap(new LinkedHashMap<>());

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean ready;

    private LocalSystem(LocalSettings settings, DataDirectory data) {
        this.settings = settings;
        this.data = data;
        Leftovers.end(data.folder());
        this.addresses = Addresses.choose(settings);
        Roles make = new Roles(settings, Home.find(), data, addresses, this::writeRunFile);
        if (settings.enricherInstances() > 0 || settings.ingestInstances() > 0) {
            make.checkPipelines();
        }
        this.jdbcUrl = make.database().jdbcUrl();
        add(make.postgres());
        add(make.broker());
        add(make.connect());
        if (settings.simulated()) {
            add(make.simulator());
        }
        IntStream.range(0, settings.enricherInstances()).forEach(i -> add(make.enricher(i)));
        IntStream.range(0, settings.ingestInstances()).forEach(i -> add(make.ingest(i)));
    }

    private void add(Role role) {
        roles.put(role.name(), role);
    }

    /**
     * Creates the data directory where it is missing.
     *
     * @throws SettingException if it cannot be used, or a system runs on it
     */
    public static void layOut(LocalSettings settings) {
        DataDirectory.open(settings.dataDir()).close();
    }

    /**
     * Takes the data directory and the ports and starts nothing yet.
     *
     * @throws SettingException if a port, the data directory or a built jar is not to be had
     */
    public static LocalSystem prepare(LocalSettings settings) {
        DataDirectory data = DataDirectory.open(settings.dataDir());
        try {
            return new LocalSystem(settings, data);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /**
     * A system that is ready.
     *
     * @throws SettingException as {@link #prepare}
     * @throws StartFailedException as {@link #start()}
     */
    public static LocalSystem start(LocalSettings settings) {
        LocalSystem system = prepare(settings);
        system.start();
        return system;
    }

    /**
     * Starts every process, at once where none needs the other, and returns when all of them are ready.
     *
     * @throws StartFailedException if one does not become ready; by then all are stopped
     */
    public void start() {
        start((role, took) -> {});
    }

    /** As {@link #start()}; {@code watcher} is told each role that is ready and how long that took, on any thread. */
    public void start(BiConsumer<String, Duration> watcher) {
        ExecutorService threads = Executors.newCachedThreadPool(LocalSystem::daemon);
        try {
            startAll(new Launch(threads, watcher)).join();
            ready = true;
            writeRunFile();
        } catch (CompletionException e) {
            close();
            throw asRuntime(failure.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private CompletableFuture<Void> startAll(Launch launch) {
        CompletableFuture<Void> postgres = launch.now(role("postgres"));
        CompletableFuture<Void> broker = launch.now(role("broker"));
        List<CompletableFuture<Void>> all = new ArrayList<>(List.of(postgres, broker));
        find("simulator").ifPresent(simulator -> all.add(launch.now(simulator)));
        all.add(launch.after(broker, role("connect")));
        CompletableFuture<Void> both = CompletableFuture.allOf(postgres, broker);
        services().forEach(service -> all.add(launch.after(both, service)));
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /**
     * Starts again what ends by itself, until the system is closed.
     *
     * @param messages told what was started again, and why
     * @throws StartFailedException if a process ends again and again; the system is still to be closed
     * @throws InterruptedException when the waiting thread is interrupted; the system runs on
     */
    public void supervise(Consumer<String> messages) throws InterruptedException {
        Supervision supervision = new Supervision(roles(), this::launch, messages, System::nanoTime);
        Hold hold = new Hold(data.folder(), enrichers());
        do {
            lookUnlessStopping(supervision);
            hold.look();
        } while (!stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void lookUnlessStopping(Supervision supervision) {
        try {
            supervision.look();
        } catch (StartFailedException e) {
            if (!isStopping()) {
                throw e;
            }
        }
    }

    private void launchAndAwait(Role role) {
        launch(role);
        role.awaitReady();
    }

    /** One start of the system: what runs where, and who is told. */
    private final class Launch {
        private final ExecutorService threads;
        private final BiConsumer<String, Duration> watcher;

        private Launch(ExecutorService threads, BiConsumer<String, Duration> watcher) {
            this.threads = threads;
            this.watcher = watcher;
        }

        CompletableFuture<Void> now(Role role) {
            return CompletableFuture.runAsync(() -> begin(role), threads);
        }

        CompletableFuture<Void> after(CompletableFuture<Void> needed, Role role) {
            return needed.thenRunAsync(() -> begin(role), threads);
        }

        private void begin(Role role) {
            long started = System.nanoTime();
            try {
                launchAndAwait(role);
                watcher.accept(role.name(), Duration.ofNanos(System.nanoTime() - started));
            } catch (RuntimeException e) {
                // The first one is the cause; the others end because all is being stopped.
                if (failure.compareAndSet(null, e)) {
                    stopAll();
                }
                throw e;
            }
        }
    }

    private void launch(Role role) {
        refuseWhenClosing(role);
        role.launch();
        if (isStopping()) {
            role.stop(); // it came to life behind the back of the one who stops all
        }
        refuseWhenClosing(role);
    }

    private void refuseWhenClosing(Role role) {
        if (isStopping()) {
            throw new StartFailedException(role.name() + " is not started: the system is being stopped");
        }
    }

    /** Stops everything in order, services first, and gives back the data directory. Returns when nothing is left. */
    @Override
    public void close() {
        stopAll();
        RunFile.delete(data.folder());
        data.close();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void stopAll() {
        stopping.countDown();
        ready = false;
        // Together, as none of them needs the other; each of the rest needs the one after it.
        inParallel(
                Stream.concat(services().stream(), find("simulator").stream()).toList());
        role("connect").stop();
        inParallel(List.of(role("broker"), role("postgres")));
    }

    private static void inParallel(List<Role> roles) {
        List<Thread> threads = roles.stream().map(role -> daemonOf(role::stop)).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Kills every process, also while {@link #close()} is stopping them. */
    public void kill9() {
        stopping.countDown();
        roles().forEach(Role::kill9);
        RunFile.delete(data.folder());
    }

    public Role postgres() {
        return role("postgres");
    }

    public Role broker() {
        return role("broker");
    }

    public Role connect() {
        return role("connect");
    }

    /** Empty where the environment names another API. */
    public Optional<Role> simulator() {
        return find("simulator");
    }

    /** The instance number {@code index}, from 0. */
    public Role ingest(int index) {
        return role("ingest-" + (index + 1));
    }

    /** The instance number {@code index}, from 0. */
    public Role enricher(int index) {
        return role("enricher-" + (index + 1));
    }

    /** All of them, in the order of the flow of data. */
    public List<Role> roles() {
        return List.copyOf(roles.values());
    }

    private List<Role> services() {
        return Stream.concat(named("ingest-"), named("enricher-")).toList();
    }

    private List<Role> enrichers() {
        return named("enricher-").toList();
    }

    private Stream<Role> named(String prefix) {
        return roles().stream().filter(role -> role.name().startsWith(prefix));
    }

    private Optional<Role> find(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    private Role role(String name) {
        return find(name).orElseThrow(() -> new NoSuchElementException("No role " + name + " in " + roles.keySet()));
    }

    public String bootstrapServers() {
        return addresses.bootstrapServers();
    }

    /** Where the broker listens for the proxy of {@link LocalSettings#withBrokerProxy}; 0 where there is none. */
    public int proxiedBrokerPort() {
        return addresses.kafkaProxied();
    }

    public String connectUrl() {
        return addresses.connectUrl();
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    public int postgresPort() {
        return addresses.postgres();
    }

    public String simulatorUrl() {
        return addresses.simulatorUrl();
    }

    public String ingestUrl(int index) {
        return Addresses.http(addresses.ingest().get(index));
    }

    /** The port where an enricher tells its health and metrics. */
    public String enricherUrl(int index) {
        return Addresses.http(addresses.enricherManagement().get(index));
    }

    public Path dataDir() {
        return data.folder();
    }

    private synchronized void writeRunFile() {
        if (isStopping()) {
            return;
        }
        Map<String, RunFile.Process> processes = new HashMap<>();
        roles().forEach(role -> ProcessHandle.of(role.pid())
                .filter(handle -> role.pid() != 0)
                .ifPresent(handle -> processes.put(role.name(), RunFile.Process.of(handle))));
        new RunFile(RunFile.Process.of(ProcessHandle.current()), ready, urls(), ports(), processes)
                .write(data.folder());
    }

    private Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        IntStream.range(0, settings.ingestInstances()).forEach(i -> urls.put("ingest-" + (i + 1), ingestUrl(i)));
        IntStream.range(0, settings.enricherInstances()).forEach(i -> urls.put("enricher-" + (i + 1), enricherUrl(i)));
        urls.put("connect", connectUrl());
        urls.put("kafka", bootstrapServers());
        urls.put("jdbc", jdbcUrl);
        simulator().ifPresent(simulator -> urls.put("simulator", simulatorUrl()));
        return urls;
    }

    private Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        addresses.ingest().stream().findFirst().ifPresent(port -> ports.put("MULTIGET_PORT", port));
        ports.put("MULTIGET_POSTGRES_PORT", addresses.postgres());
        ports.put("MULTIGET_KAFKA_PORT", addresses.kafka());
        ports.put("MULTIGET_CONNECT_PORT", addresses.connect());
        simulator().ifPresent(simulator -> ports.put("MULTIGET_SIMULATOR_PORT", addresses.simulator()));
        addresses.enricherManagement().stream()
                .findFirst()
                .ifPresent(port -> ports.put("MULTIGET_MANAGEMENT_PORT", port));
        return ports;
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    private static Thread daemon(Runnable work) {
        return daemonOf(work);
    }

    private static Thread daemonOf(Runnable work) {
        Thread thread = new Thread(work, "local-system");
        thread.setDaemon(true);
        return thread;
    }
}
