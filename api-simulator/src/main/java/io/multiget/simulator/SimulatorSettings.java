package io.multiget.simulator;

import io.multiget.simulator.catalog.CatalogSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a simulator is started with. {@link #ephemeral()} is the place to start in a test, {@link #fromEnvironment} in a
 * process.
 *
 * @param host the address to listen on; loopback unless in a container
 * @param port 0 for any free one
 * @param catalog how large the simulated world is
 * @param behaviour limits, delays and outages to begin with
 * @param log the file that gets a line of JSON for each call, null for none; what is there is kept
 */
public record SimulatorSettings(
        String host,
        int port,
        CatalogSettings catalog,
        Behaviour behaviour,
        @Nullable Path log) {

    public static final int DEFAULT_PORT = 8089;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int LAST_PORT = 65_535;

    public SimulatorSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("port must be in 0.." + LAST_PORT + ", was " + port);
        }
    }

    /** The defaults, on any free port of the loopback address. */
    public static SimulatorSettings ephemeral() {
        return new SimulatorSettings(LOOPBACK, 0, CatalogSettings.DEFAULT, Behaviour.DEFAULT, null);
    }

    /**
     * Reads {@code MULTIGET_SIMULATOR_PORT}, {@code SIMULATOR_HOST}, {@code SIMULATOR_CATEGORIES}, {@code _CURRENCIES},
     * {@code _SELLERS}, {@code _MISSING}, {@code _LOG} and the names of {@link Behaviour}; blank is unset.
     *
     * @throws IllegalArgumentException naming the variable and its value
     */
    public static SimulatorSettings fromEnvironment(Map<String, String> environment) {
        return new EnvironmentReader(environment).settings();
    }

    public SimulatorSettings withPort(int newPort) {
        return new SimulatorSettings(host, newPort, catalog, behaviour, log);
    }

    public SimulatorSettings withCatalog(CatalogSettings newCatalog) {
        return new SimulatorSettings(host, port, newCatalog, behaviour, log);
    }

    /** One name of {@link Behaviour} changed: {@code with("latency", "20ms..80ms")}. */
    public SimulatorSettings with(String name, String value) {
        return new SimulatorSettings(host, port, catalog, behaviour.with(name, value), log);
    }

    public SimulatorSettings withLog(Path newLog) {
        return new SimulatorSettings(host, port, catalog, behaviour, newLog);
    }
}
