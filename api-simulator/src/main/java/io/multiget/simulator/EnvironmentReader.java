package io.multiget.simulator;

import io.multiget.simulator.catalog.CatalogSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Environment variables to settings, once, at the edge. */
final class EnvironmentReader {
    private static final String PORT = "MULTIGET_SIMULATOR_PORT";
    private static final String PREFIX = "SIMULATOR_";

    private final Map<String, String> environment;

    EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    SimulatorSettings settings() {
        return new SimulatorSettings(
                read("SIMULATOR_HOST", Function.identity(), "127.0.0.1"),
                read(PORT, EnvironmentReader::port, SimulatorSettings.DEFAULT_PORT),
                catalog(),
                behaviour(),
                path("SIMULATOR_LOG"));
    }

    private Behaviour behaviour() {
        Behaviour behaviour = Behaviour.DEFAULT;
        for (String name : Behaviour.DEFAULT.texts().keySet()) {
            Behaviour before = behaviour;
            behaviour = read(PREFIX + name.toUpperCase(Locale.ROOT), text -> before.with(name, text), before);
        }
        return behaviour;
    }

    private CatalogSettings catalog() {
        CatalogSettings unset = CatalogSettings.DEFAULT;
        int categories = read("SIMULATOR_CATEGORIES", EnvironmentReader::whole, unset.categories());
        int currencies = read("SIMULATOR_CURRENCIES", EnvironmentReader::whole, unset.currencies());
        int sellers = read("SIMULATOR_SELLERS", EnvironmentReader::whole, unset.sellers());
        double missing = read("SIMULATOR_MISSING", EnvironmentReader::ratio, unset.missing());
        return new CatalogSettings(categories, currencies, sellers, missing);
    }

    private <T> T read(String variable, Function<String, T> parser, T unset) {
        String text = text(variable);
        if (text == null) {
            return unset;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + "=" + text + ": " + e.getMessage(), e);
        }
    }

    private @Nullable String text(String variable) {
        String text = environment.get(variable);
        return text == null || text.isBlank() ? null : text.trim();
    }

    private @Nullable Path path(String variable) {
        String text = text(variable);
        return text == null ? null : Path.of(text);
    }

    private static int port(String text) {
        return SimulatorSettings.ephemeral().withPort(whole(text)).port();
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number", e);
        }
    }

    private static double ratio(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number", e);
        }
    }
}
