package io.multiget.runner;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a local system lives and what it consists of. Immutable; each {@code with...} gives a copy.
 *
 * <p>The names of roles, as keys here and in {@link LocalSystem}: {@code postgres}, {@code broker}, {@code connect},
 * {@code simulator}, {@code ingest-1}, {@code enricher-1} and so on.
 */
public final class LocalSettings {
    /** By setting, where to look for a free port. */
    private static final Map<String, Integer> PORTS = Map.of(
            "MULTIGET_PORT", 5000,
            "MULTIGET_POSTGRES_PORT", 5432,
            "MULTIGET_KAFKA_PORT", 9092,
            "MULTIGET_CONNECT_PORT", 8083,
            "MULTIGET_SIMULATOR_PORT", 8089,
            "MULTIGET_MANAGEMENT_PORT", 8081);

    private final Map<String, String> environment;
    private final Map<String, PortSetting> ports;
    private final Path dataDir;
    private final @Nullable Path pipelines;
    private final int ingestInstances;
    private final int enricherInstances;
    private final Map<String, List<String>> jvmOptions;
    private final Map<String, Map<String, String>> extraEnvironment;
    private final int brokerProxy;
    private final boolean quickStart;

    private LocalSettings(Draft draft) {
        this.environment = Map.copyOf(draft.environment);
        this.ports = Map.copyOf(draft.ports);
        this.dataDir = draft.dataDir.toAbsolutePath();
        this.pipelines = draft.pipelines == null ? null : draft.pipelines.toAbsolutePath();
        this.ingestInstances = draft.ingestInstances;
        this.enricherInstances = draft.enricherInstances;
        this.jvmOptions = Map.copyOf(draft.jvmOptions);
        this.extraEnvironment = Map.copyOf(draft.extraEnvironment);
        this.brokerProxy = draft.brokerProxy;
        this.quickStart = draft.quickStart;
    }

    /** Settings that are being made. */
    private static final class Draft {
        private final Map<String, String> environment;
        private final Map<String, PortSetting> ports;
        private final Path dataDir;
        private @Nullable Path pipelines;
        private int ingestInstances = 1;
        private int enricherInstances = 1;
        private final Map<String, List<String>> jvmOptions = new HashMap<>();
        private final Map<String, Map<String, String>> extraEnvironment = new HashMap<>();
        private int brokerProxy;
        private boolean quickStart;

        private Draft(Map<String, String> environment, Map<String, PortSetting> ports, Path dataDir) {
            this.environment = new HashMap<>(environment);
            this.ports = ports;
            this.dataDir = dataDir;
        }

        private static Draft of(LocalSettings settings) {
            Draft draft = new Draft(settings.environment, settings.ports, settings.dataDir);
            draft.pipelines = settings.pipelines;
            draft.ingestInstances = settings.ingestInstances;
            draft.enricherInstances = settings.enricherInstances;
            draft.jvmOptions.putAll(settings.jvmOptions);
            draft.extraEnvironment.putAll(settings.extraEnvironment);
            draft.brokerProxy = settings.brokerProxy;
            draft.quickStart = settings.quickStart;
            return draft;
        }
    }

    private LocalSettings with(Consumer<Draft> change) {
        Draft draft = Draft.of(this);
        change.accept(draft);
        return new LocalSettings(draft);
    }

    /**
     * What the environment says, with the documented defaults.
     *
     * @throws SettingException if a value cannot be used
     */
    public static LocalSettings fromEnvironment(Map<String, String> environment) {
        Map<String, PortSetting> ports = new HashMap<>();
        PORTS.forEach((name, port) -> ports.put(name, port(environment, name, port)));
        String pipelines = environment.getOrDefault("MULTIGET_PIPELINES", "");
        Draft draft = new Draft(environment, ports, dataDir(environment));
        draft.pipelines = pipelines.isBlank() ? null : Path.of(pipelines);
        return new LocalSettings(draft);
    }

    /** For tests: as {@link #apart}, with JVMs that are ready sooner and slower in the long run. */
    public static LocalSettings isolated(Path dataDir) {
        return apart(dataDir).with(draft -> draft.quickStart = true);
    }

    /** A system that meets no other: any free ports, nothing of this process's environment but what a program needs to run. */
    public static LocalSettings apart(Path dataDir) {
        Map<String, PortSetting> ports = new HashMap<>();
        PORTS.keySet().forEach(name -> ports.put(name, PortSetting.any(name)));
        return new LocalSettings(new Draft(bareEnvironment(), ports, dataDir));
    }

    /**
     * The environment of a command that meets no other system: what a program needs to run, this data directory and ports that are
     * free now.
     */
    public static Map<String, String> isolatedEnvironment(Path dataDir) {
        Map<String, String> environment = bareEnvironment();
        environment.put("MULTIGET_DATA_DIR", dataDir.toString());
        Set<Integer> taken = new HashSet<>();
        PORTS.keySet()
                .forEach(name -> environment.put(
                        name, Integer.toString(PortSetting.any(name).choose(taken))));
        return environment;
    }

    /** This process's own, without settings. */
    private static Map<String, String> bareEnvironment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("MULTIGET_") || name.startsWith("MERCADOLIBRE_"));
        return environment;
    }

    /** 0 starts none: broker, Connect and Postgres alone can be of use. */
    public LocalSettings withInstances(int ingest, int enricher) {
        return with(draft -> {
            draft.ingestInstances = ingest;
            draft.enricherInstances = enricher;
        });
    }

    /** The folder of pipeline files; by default the one in the source tree. */
    public LocalSettings withPipelines(Path folder) {
        return with(draft -> draft.pipelines = folder);
    }

    /** A variable for every role, as if the user had set it. */
    public LocalSettings withEnvironment(String name, String value) {
        return with(draft -> draft.environment.put(name, value));
    }

    /** Variables for one role; they win over all others. */
    public LocalSettings withEnvironmentOf(String role, Map<String, String> variables) {
        return with(draft -> draft.extraEnvironment.put(role, Map.copyOf(variables)));
    }

    /** Options for one role's JVM, after the launcher's own, so that the last {@code -Xmx} is this one. */
    public LocalSettings withJvmOptions(String role, List<String> options) {
        return with(draft -> draft.jvmOptions.put(role, List.copyOf(options)));
    }

    /**
     * For tests: the services and Connect reach the broker by way of a proxy on this port. The broker has a listener of its own
     * for it, see {@link LocalSystem#proxiedBrokerPort()}, and tells its clients the proxy's port.
     */
    public LocalSettings withBrokerProxy(int port) {
        return with(draft -> draft.brokerProxy = port);
    }

    /** 0 where there is none. */
    int brokerProxy() {
        return brokerProxy;
    }

    public Path dataDir() {
        return dataDir;
    }

    public int ingestInstances() {
        return ingestInstances;
    }

    public int enricherInstances() {
        return enricherInstances;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** A variable of the environment; one that is blank is not set. */
    String variable(String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? otherwise : value;
    }

    /** Where there is an enricher and no API is named for it. */
    boolean simulated() {
        return enricherInstances > 0 && variable("MERCADOLIBRE_URL", "").isEmpty();
    }

    PortSetting port(String setting) {
        PortSetting port = ports.get(setting);
        if (port == null) {
            throw new IllegalArgumentException("No port setting " + setting);
        }
        return port;
    }

    /** The folder of pipeline files, or the one file. */
    public Path pipelines() {
        return pipelines == null ? Home.find().pipelines() : pipelines;
    }

    /** Whether the first compiler of the JVMs is to do. */
    boolean quickStart() {
        return quickStart;
    }

    Map<String, String> extraEnvironment(String role) {
        return extraEnvironment.getOrDefault(role, Map.of());
    }

    List<String> jvmOptions(String role) {
        return jvmOptions.getOrDefault(role, List.of());
    }

    /** Where the environment says the data is, {@code ~/.multiget} otherwise. */
    public static Path dataDir(Map<String, String> environment) {
        String value = environment.getOrDefault("MULTIGET_DATA_DIR", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return value.isBlank() ? Path.of(home, ".multiget") : Path.of(value);
    }

    private static PortSetting port(Map<String, String> environment, String name, int port) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? new PortSetting(name, port, PortSetting.Kind.DEFAULT) : PortSetting.of(name, value);
    }
}
