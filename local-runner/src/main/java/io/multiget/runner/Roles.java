package io.multiget.runner;

import io.multiget.contract.pipeline.yaml.InvalidPipelineException;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.runner.role.BrokerReadiness;
import io.multiget.runner.role.HttpReadiness;
import io.multiget.runner.role.JavaRole;
import io.multiget.runner.role.PostgresRole;
import io.multiget.runner.role.PostgresSettings;
import io.multiget.runner.role.Program;
import io.multiget.runner.role.Readiness;
import io.multiget.runner.role.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes each role of a system from its settings: what command, what environment, what tells that it is ready. */
final class Roles {
    private static final String RUNNER = "local-runner";
    private static final String CHILD = "io.multiget.runner.child.ChildMain";
    private static final String LOGBACK = "-Dlogback.configurationFile=logback-child.xml";
    private static final Duration STOP = Duration.ofSeconds(15);

    /** For a JVM that runs too briefly to be worth the second compiler. */
    static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

    private static final List<String> COMMON = List.of(
            "-Duser.timezone=UTC",
            "-Dfile.encoding=UTF-8",
            // Upper and lower case must not depend on where the user lives.
            "-Duser.language=en",
            // A JVM that is out of memory is of no use alive; dead it is noticed.
            "-XX:+ExitOnOutOfMemoryError",
            // The heaps are small and the processors at work: other collectors' threads burden both, and the start.
            "-XX:+UseSerialGC",
            // Eight times the defaults, at which compiling for speed takes half of the first minutes of a load, and a
            // quarter of a start, for code that only the start needs. What a load calls often is compiled all the same.
            "-XX:Tier4InvocationThreshold=40000",
            "-XX:Tier4MinInvocationThreshold=4800",
            "-XX:Tier4CompileThreshold=120000",
            "-XX:Tier4BackEdgeThreshold=320000");

    private final LocalSettings settings;
    private final Home home;
    private final DataDirectory data;
    private final Addresses addresses;
    private final Runnable launched;

    Roles(LocalSettings settings, Home home, DataDirectory data, Addresses addresses, Runnable launched) {
        this.settings = settings;
        this.home = home;
        this.data = data;
        this.addresses = addresses;
        this.launched = launched;
    }

    PostgresSettings database() {
        return new PostgresSettings(
                data.folder().resolve("postgres"),
                home.prepared(),
                addresses.postgres(),
                settings.variable("MULTIGET_POSTGRES_PASSWORD", PostgresSettings.NAME),
                data.log("postgres"));
    }

    Role postgres() {
        return new PostgresRole(database());
    }

    Role broker() {
        BrokerFiles files = new BrokerFiles(data.folder().resolve("kafka"), addresses);
        String clusterId = files.clusterId();
        return java(
                "broker",
                RUNNER,
                List.of("-Xmx512m", LOGBACK),
                List.of(
                        "io.multiget.runner.broker.BrokerMain",
                        files.writeProperties().toString(),
                        clusterId),
                new BrokerReadiness(addresses.bootstrapServers(), clusterId));
    }

    Role connect() {
        return java(
                "connect",
                RUNNER,
                List.of("-Xmx768m", LOGBACK),
                List.of(
                        "io.multiget.runner.connect.ConnectMain",
                        home.workerProperties().toString(),
                        "plugin.path=" + home.connectPlugins()),
                HttpReadiness.ok(URI.create(addresses.connectUrl() + "/connectors")));
    }

    Role simulator() {
        return java(
                "simulator",
                "api-simulator",
                List.of("-Xmx256m"),
                List.of("io.multiget.simulator.SimulatorMain"),
                HttpReadiness.answers(URI.create(addresses.simulatorUrl() + "/")));
    }

    Role ingest(int index) {
        return java(
                "ingest-" + (index + 1),
                "ingest-service",
                List.of("-Xmx512m"),
                List.of("io.multiget.ingest.IngestApplication"),
                health(addresses.ingest().get(index)));
    }

    Role enricher(int index) {
        return java(
                "enricher-" + (index + 1),
                "enricher-streams",
                List.of("-Xmx512m"),
                List.of("io.multiget.enricher.EnricherApplication"),
                health(addresses.enricherManagement().get(index)));
    }

    private static Readiness health(int port) {
        return HttpReadiness.ok(URI.create(Addresses.http(port) + "/actuator/health/readiness"));
    }

    private Role java(String name, String module, List<String> options, List<String> main, Readiness readiness) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(COMMON);
        List<String> own = optionsOfTheUser(name);
        if (own.isEmpty()) {
            command.addAll(ClassArchive.of(home, module).options());
        }
        if (settings.quickStart()) {
            command.add(FIRST_COMPILER_ONLY);
        }
        command.addAll(options);
        command.addAll(own);
        command.addAll(settings.jvmOptions(name));
        command.addAll(List.of("-cp", home.processClassPath(module), CHILD));
        command.addAll(main);
        return new JavaRole(new Program(name, command, environment(name), data.log(name), STOP), readiness, launched);
    }

    /** Of {@code MULTIGET_CONNECT_JAVA_OPTS} and its like. */
    private List<String> optionsOfTheUser(String role) {
        String kind = role.replaceAll("-\\d+$", "").toUpperCase(Locale.ROOT);
        String variable =
                settings.variable("MULTIGET_" + kind + "_JAVA_OPTS", "").strip();
        return variable.isEmpty() ? List.of() : List.of(variable.split("\\s+"));
    }

    private Map<String, String> environment(String role) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.putAll(shared());
        environment.put("MULTIGET_INSTANCE_ID", role);
        environment.put("MULTIGET_DATA_DIR", data.folder().resolve(role).toString());
        own(role, "ingest-", addresses.ingest(), "MULTIGET_PORT", environment);
        own(role, "enricher-", addresses.enricherManagement(), "MULTIGET_MANAGEMENT_PORT", environment);
        environment.putAll(settings.extraEnvironment(role));
        return environment;
    }

    private static void own(
            String role, String prefix, List<Integer> ports, String variable, Map<String, String> environment) {
        if (role.startsWith(prefix)) {
            int index = Integer.parseInt(role.substring(prefix.length())) - 1;
            environment.put(variable, Integer.toString(ports.get(index)));
        }
    }

    /**
     * Reads the pipelines as the services will, which takes no time and spares a start in vain.
     *
     * @throws InvalidPipelineException with every error of every file
     */
    void checkPipelines() {
        PipelineLoader.loadAll(settings.pipelines(), environment("launcher")::get);
    }

    private Map<String, String> shared() {
        Map<String, String> shared = new HashMap<>();
        shared.put("MULTIGET_BOOTSTRAP_SERVERS", addresses.clientBootstrapServers());
        shared.put("MULTIGET_CONNECT_URL", addresses.connectUrl());
        shared.put("MULTIGET_CONNECT_LISTENER", addresses.connectUrl());
        shared.put("MULTIGET_POSTGRES_URL", database().jdbcUrl());
        shared.put("MULTIGET_POSTGRES_USER", PostgresSettings.NAME);
        shared.put("MULTIGET_POSTGRES_PASSWORD", database().password());
        shared.put("MULTIGET_PIPELINES", settings.pipelines().toString());
        if (settings.simulated()) {
            shared.put("MULTIGET_SIMULATOR_PORT", Integer.toString(addresses.simulator()));
            shared.put("MERCADOLIBRE_URL", addresses.simulatorUrl());
            shared.put("MERCADOLIBRE_RATE_LIMIT", settings.variable("MERCADOLIBRE_RATE_LIMIT", "unlimited"));
        }
        return shared;
    }
}
