package io.multiget.runner.ledger;

import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.runner.role.Folder;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One system for all the tests of this JVM that leave it as they found it, and the API beside it: two ingest instances and one
 * enricher. Started for whoever asks first, stopped when all tests are over.
 *
 * @param api answers in 20 to 60 ms unless a test changes that
 */
public record CommonSystem(Simulator api, LocalSystem system, Path folder) implements AutoCloseable {
    private static CommonSystem start() throws IOException {
        Path folder = Files.createTempDirectory("multiget-common");
        Simulator api = Simulator.start(SimulatorSettings.ephemeral());
        LocalSystem system = LocalSystem.start(LocalSettings.isolated(folder.resolve("system"))
                .withPipelines(ShippedPipeline.impatientIn(folder.resolve("pipelines")))
                .withInstances(2, 1)
                .withEnvironment("MERCADOLIBRE_URL", api.url())
                .withEnvironment("MERCADOLIBRE_RATE_LIMIT", "unlimited")
                // Few enough for a test to step in while an upload runs.
                .withEnvironment("MERCADOLIBRE_CONCURRENCY", "4")
                .withEnvironment("MULTIGET_WINDOW", "1500"));
        CommonSystem common = new CommonSystem(api, system, folder);
        common.heal();
        return common;
    }

    /** The API as it is when nothing was changed. */
    public void heal() {
        api.change("down", "");
        api.change("latency", "20ms..60ms");
    }

    public Ledger ledger() {
        return new Ledger(system.jdbcUrl(), "multiget");
    }

    /** A client of one ingest instance, from 0. */
    public Uploads uploads(int instance) {
        return new Uploads(system.ingestUrl(instance));
    }

    @Override
    public void close() throws IOException {
        system.close();
        api.close();
        Folder.delete(folder);
    }

    /** Gives it to whoever has it as a parameter. */
    public static final class Resolver implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Resolver.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == CommonSystem.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(
                            CommonSystem.class,
                            type -> {
                                try {
                                    return CommonSystem.start();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            CommonSystem.class);
        }
    }
}
