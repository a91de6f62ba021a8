package io.multiget.runner.fault;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.runner.ledger.Ledger;
import io.multiget.runner.ledger.Uploads;
import io.multiget.runner.ledger.Workload;
import io.multiget.runner.role.Role;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A running system with everything in reach that a fault may want to touch: three enrichers with standby replicas, two
 * ingest instances, Connect, Postgres and the broker as processes, the API in this one, and a proxy in every
 * way from one to another.
 */
final class Site implements AutoCloseable {
    static final int ENRICHERS = 3;
    static final int INGESTS = 2;

    /** Lines admitted at once, so the most that can be asked about again after a crash. */
    static final int WINDOW = 1_500;

    /** What a client waits for an answer before it takes the instance for gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long WARM_UP_SEED = 99;
    private static final int WARM_UP_LINES = 501;
    private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(2);

    private final Simulator api;
    private final Map<Door, FaultProxy> proxies;
    private final LocalSystem system;
    private final int callsASecond;
    private final long apiStarted;
    private final AtomicLong planted = new AtomicLong();
    private JsonNode firstUpload = MissingNode.getInstance();

    /** A way from one process to another, which a proxy stands in. Each enricher has its own to the API. */
    enum Door {
        BROKER,
        POSTGRES,
        CONNECT,
        API_OF_ENRICHER_1,
        API_OF_ENRICHER_2,
        API_OF_ENRICHER_3;

        static final List<Door> TO_API = List.of(API_OF_ENRICHER_1, API_OF_ENRICHER_2, API_OF_ENRICHER_3);
    }

    private Site(Simulator api, Map<Door, FaultProxy> proxies, LocalSystem system, int callsASecond, long apiStarted) {
        this.api = api;
        this.proxies = proxies;
        this.system = system;
        this.callsASecond = callsASecond;
        this.apiStarted = apiStarted;
    }

    /**
     * Starts all of it.
     *
     * @param pipelines the folder with the shipped pipeline or a variant of it
     * @param callsASecond what the API allows, over all enrichers together
     */
    static Site open(Path folder, Path pipelines, int callsASecond) {
        LocalSystem.layOut(LocalSettings.isolated(folder));
        long apiStarted = System.nanoTime();
        Simulator api = Simulator.start(
                SimulatorSettings.ephemeral().with("latency", "20ms..60ms").withLog(folder.resolve("calls.jsonl")));
        Map<Door, FaultProxy> proxies = new HashMap<>();
        for (Door door : Door.values()) {
            proxies.put(door, FaultProxy.open());
        }
        LocalSystem system = LocalSystem.prepare(settings(folder, pipelines, callsASecond, proxies));
        Site site = new Site(api, Map.copyOf(proxies), system, callsASecond, apiStarted);
        Door.TO_API.forEach(door -> site.proxy(door).leadTo(api.port()));
        site.proxy(Door.BROKER).leadTo(system.proxiedBrokerPort());
        site.proxy(Door.POSTGRES).leadTo(system.postgresPort());
        site.proxy(Door.CONNECT).leadTo(URI.create(system.connectUrl()).getPort());
        try {
            system.start();
            site.warmUp();
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private static FaultProxy at(Map<Door, FaultProxy> proxies, Door door) {
        return Objects.requireNonNull(proxies.get(door));
    }

    private static LocalSettings settings(
            Path folder, Path pipelines, int callsASecond, Map<Door, FaultProxy> proxies) {
        LocalSettings settings = LocalSettings.isolated(folder)
                .withPipelines(pipelines)
                .withInstances(INGESTS, ENRICHERS)
                .withBrokerProxy(at(proxies, Door.BROKER).port())
                // For who reads the pipelines; each enricher has its own.
                .withEnvironment("MERCADOLIBRE_URL", http(at(proxies, Door.API_OF_ENRICHER_1)))
                .withEnvironment("MERCADOLIBRE_RATE_LIMIT", callsASecond + " per 1s")
                .withEnvironment("MULTIGET_STANDBY_REPLICAS", "1")
                // A commit now and then only, so that a kill finds a transaction open.
                .withEnvironment("MULTIGET_COMMIT_INTERVAL", "500")
                .withEnvironment("MULTIGET_WINDOW", Integer.toString(WINDOW));
        Map<String, String> doors = Map.of(
                "MULTIGET_POSTGRES_URL",
                "jdbc:postgresql://127.0.0.1:%d/multiget"
                        .formatted(at(proxies, Door.POSTGRES).port()),
                "MULTIGET_CONNECT_URL",
                http(at(proxies, Door.CONNECT)));
        for (int i = 1; i <= INGESTS; i++) {
            settings = settings.withEnvironmentOf("ingest-" + i, doors);
        }
        for (int i = 0; i < ENRICHERS; i++) {
            settings = settings.withEnvironmentOf(
                    "enricher-" + (i + 1), Map.of("MERCADOLIBRE_URL", http(at(proxies, Door.TO_API.get(i)))));
        }
        return settings;
    }

    /** An upload that nobody judges: in its first moments a JVM holds calls up, and the API sees them come together. */
    private void warmUp() {
        Uploads client = new Uploads(system.ingestUrl(0));
        UUID upload = client.upload(
                "warm-up.csv", Workload.ordinary(WARM_UP_SEED, WARM_UP_LINES).file());
        await("warmed up").atMost(WARM_UP_PATIENCE).until(() -> {
            firstUpload = client.status(upload).body();
            return firstUpload.path("state").asText().equals("landed");
        });
    }

    /** The last status of the upload that found nothing cached and met no fault. */
    JsonNode firstUpload() {
        return firstUpload;
    }

    private static String http(FaultProxy proxy) {
        return "http://127.0.0.1:" + proxy.port();
    }

    Simulator api() {
        return api;
    }

    LocalSystem system() {
        return system;
    }

    int callsASecond() {
        return callsASecond;
    }

    /** Now, by the clock of the API's log, a few hundred milliseconds more or less. */
    long apiMillis() {
        return (System.nanoTime() - apiStarted) / 1_000_000;
    }

    FaultProxy proxy(Door door) {
        return at(proxies, door);
    }

    Role role(String name) {
        return system.roles().stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no role " + name));
    }

    /** Somebody has written so many records that nobody can read. */
    void plant(int records) {
        planted.addAndGet(records);
    }

    /** Since the start. */
    long planted() {
        return planted.get();
    }

    /** Which process each role is. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new TreeMap<>();
        system.roles().forEach(role -> pids.put(role.name(), role.pid()));
        return pids;
    }

    /** A client of each ingest instance. */
    List<Uploads> clients() {
        return IntStream.range(0, INGESTS)
                .mapToObj(i -> new Uploads(system.ingestUrl(i), PATIENCE))
                .toList();
    }

    /** Past the proxy. */
    Ledger ledger() {
        return new Ledger(system.jdbcUrl(), "multiget");
    }

    @Override
    public void close() {
        proxies.values().forEach(proxy -> proxy.become(Wire.CLEAR));
        system.close();
        proxies.values().forEach(FaultProxy::close);
        api.close();
    }
}
