package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.SimulatedCatalog;
import io.multiget.simulator.catalog.SimulatedCountry;
import io.multiget.simulator.catalog.SimulatedMaker;
import io.multiget.simulator.catalog.SimulatedProduct;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline of another shape (one call a key, three stages, an API key, text lines) through the same code. */
class AnotherPipelineIT {
    private static final int LINES = 203;
    private static final String KEY = "k-123";

    @TempDir
    Path data;

    @Test
    void shouldEnrichProductsInThreeStages() throws Exception {
        Path pipelines = Files.createDirectory(data.resolve("pipelines"));
        Files.copy(Path.of("..", "pipelines", "examples", "products.yaml"), pipelines.resolve("products.yaml"));
        List<String> skus =
                IntStream.range(0, LINES).mapToObj(i -> "SKU" + (10_000 + i)).toList();

        try (Simulator api = Simulator.start(SimulatorSettings.ephemeral().with("api_key", KEY));
                LocalSystem system = LocalSystem.start(LocalSettings.isolated(data.resolve("system"))
                        .withPipelines(pipelines)
                        .withEnvironment("PRODUCTS_URL", api.url())
                        .withEnvironment("PRODUCTS_API_KEY", KEY)
                        .withEnvironment("PRODUCTS_RATE_LIMIT", "unlimited"))) {
            Uploads uploads = new Uploads(system.ingestUrl(0));
            UUID upload = uploads.upload("skus.txt", String.join("\n", skus).getBytes(StandardCharsets.UTF_8));
            await("landed")
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            uploads.status(upload).body().get("state").asText().equals("landed"));
            JsonNode status = uploads.status(upload).body();

            List<String> expected =
                    skus.stream().map(AnotherPipelineIT::expected).toList();
            assertThat(rows(system, upload)).isEqualTo(expected);
            assertThat(expected).anyMatch(row -> row.endsWith("enriched")).anyMatch(row -> row.endsWith("rejected"));
            assertThat(status.get("stages")).hasSize(3);
            assertThat(status.get("stages").get(0).get("calls").asLong()).isEqualTo(LINES);
        }
    }

    private static String expected(String sku) {
        SimulatedCatalog catalog = new SimulatedCatalog(CatalogSettings.DEFAULT);
        Optional<SimulatedProduct> product = catalog.product(sku);
        Optional<SimulatedMaker> maker = product.flatMap(p -> catalog.maker(p.makerId()));
        Optional<SimulatedCountry> country = maker.flatMap(m -> catalog.country(m.country()));
        return String.join(
                "|",
                sku,
                product.map(SimulatedProduct::title).orElse("-"),
                product.map(p -> p.released().toString()).orElse("-"),
                maker.map(SimulatedMaker::name).orElse("-"),
                country.map(SimulatedCountry::name).orElse("-"),
                country.map(SimulatedCountry::continent).orElse("-"),
                product.isPresent() ? "enriched" : "rejected");
    }

    private static List<String> rows(LocalSystem system, UUID upload) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(system.jdbcUrl(), "multiget", "multiget");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select concat_ws('|', sku, coalesce(title, '-'),"
                        + " coalesce(released, '-'), coalesce(maker, '-'), coalesce(country, '-'),"
                        + " coalesce(continent, '-'), status) from products where upload_id = '" + upload
                        + "' order by row")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
