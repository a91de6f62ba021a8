package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.re2j.Pattern;
import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Batch;
import io.multiget.contract.pipeline.CachePolicy;
import io.multiget.contract.pipeline.Classify;
import io.multiget.contract.pipeline.Classify.StatusRange;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Element;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Normalization;
import io.multiget.contract.pipeline.Output;
import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Output.OutputColumn;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Secret;
import io.multiget.contract.pipeline.Stage;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.contract.pipeline.ValueType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineLoaderTest {
    static final Path PIPELINES = Path.of("..", "pipelines");
    static final Path MERCADOLIBRE = PIPELINES.resolve("mercadolibre.yaml");
    static final Path PRODUCTS = PIPELINES.resolve("examples").resolve("products.yaml");

    @Test
    void shouldReadTheColumnsOfMercadolibre() {
        Pipeline pipeline = PipelineLoader.load(MERCADOLIBRE, Map.<String, String>of()::get);

        assertThat(pipeline.name()).isEqualTo("mercadolibre");
        assertThat(pipeline.input())
                .isEqualTo(new Input(
                        List.of(
                                new Column(
                                        "site",
                                        ValueType.STRING,
                                        List.of(Normalization.TRIM, Normalization.UPPER),
                                        Optional.of(Pattern.compile("^ML[A-Z]$")),
                                        Optional.empty(),
                                        Optional.empty(),
                                        128,
                                        List.of()),
                                new Column(
                                        "id",
                                        ValueType.LONG,
                                        List.of(),
                                        Optional.empty(),
                                        Optional.of(BigDecimal.ONE),
                                        Optional.empty(),
                                        128,
                                        List.of("item_id"))),
                        Optional.empty()));
    }

    @Test
    void shouldReadTheApiOfMercadolibreWithItsDefaults() {
        Pipeline pipeline = PipelineLoader.load(MERCADOLIBRE, Map.<String, String>of()::get);

        assertThat(pipeline.apis())
                .containsExactly(Map.entry(
                        "mercadolibre",
                        new Api(
                                "mercadolibre",
                                URI.create("http://localhost:8089"),
                                new Auth.None(),
                                Optional.of(new RateLimit(1500, Duration.ofMinutes(1))),
                                64,
                                new Retry(6, Duration.ofMillis(250), Duration.ofSeconds(30)),
                                Timeouts.DEFAULT)));
    }

    @Test
    void shouldTakeSettingsFromTheEnvironment() {
        Map<String, String> environment = Map.of(
                "MERCADOLIBRE_URL", "https://api.mercadolibre.com/",
                "MERCADOLIBRE_TOKEN", "APP_USR-1",
                "MERCADOLIBRE_RATE_LIMIT", "unlimited",
                "MERCADOLIBRE_CONCURRENCY", "8");

        Api api = PipelineLoader.load(MERCADOLIBRE, environment::get).apis().get("mercadolibre");

        assertThat(api.baseUrl()).isEqualTo(URI.create("https://api.mercadolibre.com"));
        assertThat(api.auth()).isEqualTo(new Auth.Bearer(new Secret("APP_USR-1")));
        assertThat(api.rateLimit()).isEmpty();
        assertThat(api.concurrency()).isEqualTo(8);
        assertThat(api.toString()).doesNotContain("APP_USR-1");
    }

    @Test
    void shouldTakeAnEmptyVariableForUnset() {
        Map<String, String> environment = Map.of("MERCADOLIBRE_URL", "", "MERCADOLIBRE_RATE_LIMIT", "");

        Pipeline pipeline = PipelineLoader.load(MERCADOLIBRE, environment::get);

        assertThat(pipeline).isEqualTo(PipelineLoader.load(MERCADOLIBRE, Map.<String, String>of()::get));
    }

    @Test
    void shouldReadTheLookupsOfMercadolibre() {
        Pipeline pipeline = PipelineLoader.load(MERCADOLIBRE, Map.<String, String>of()::get);

        assertThat(pipeline.lookups().keySet()).containsExactly("item", "category", "currency", "seller");
        assertThat(pipeline.lookup("item"))
                .isEqualTo(new Lookup(
                        "item",
                        "mercadolibre",
                        Template.literal("/items"),
                        Map.of("attributes", Template.literal("id,price,start_time,category_id,currency_id,seller_id")),
                        new Template(List.of(
                                new Template.Value(Reference.column("site")),
                                new Template.Value(Reference.column("id")))),
                        Optional.of(new Batch("ids", ",", 20, Duration.ofMillis(50))),
                        Optional.of(new Element(
                                JsonPointer.compile("/body/id"),
                                Optional.of(JsonPointer.compile("/code")),
                                JsonPointer.compile("/body"))),
                        new Classify(
                                List.of(new StatusRange(200, 200), new StatusRange(206, 206)),
                                List.of(new StatusRange(404, 404)),
                                List.of(new StatusRange(429, 429), new StatusRange(500, 599)),
                                List.of(new StatusRange(401, 401), new StatusRange(403, 403))),
                        List.of(
                                new Field("price", JsonPointer.compile("/price"), ValueType.DECIMAL),
                                new Field("start_time", JsonPointer.compile("/start_time"), ValueType.TIMESTAMP),
                                new Field("category_id", JsonPointer.compile("/category_id"), ValueType.STRING),
                                new Field("currency_id", JsonPointer.compile("/currency_id"), ValueType.STRING),
                                new Field("seller_id", JsonPointer.compile("/seller_id"), ValueType.LONG)),
                        new CachePolicy(Duration.ofHours(24), Duration.ofHours(1))));
    }

    @Test
    void shouldTakeThePathsReferenceForTheKey() {
        Lookup category =
                PipelineLoader.load(MERCADOLIBRE, Map.<String, String>of()::get).lookup("category");

        assertThat(category.key())
                .isEqualTo(new Template(List.of(new Template.Value(Reference.field("item", "category_id")))));
        assertThat(category.path())
                .isEqualTo(new Template(List.of(
                        new Template.Literal("/categories/"),
                        new Template.Value(Reference.field("item", "category_id")))));
        assertThat(category.batch()).isEmpty();
        assertThat(category.classify()).isEqualTo(Classify.DEFAULT);
        assertThat(category.cache()).isEqualTo(new CachePolicy(Duration.ofDays(30), Duration.ofHours(1)));
    }

    @Test
    void shouldReadStagesAndOutputOfMercadolibre() {
        Pipeline pipeline = PipelineLoader.load(MERCADOLIBRE, Map.<String, String>of()::get);

        assertThat(pipeline.stages())
                .containsExactly(new Stage(List.of("item")), new Stage(List.of("category", "currency", "seller")));
        assertThat(pipeline.output())
                .isEqualTo(new Output(
                        "items",
                        Map.of(
                                "item", NotFound.REJECT,
                                "category", NotFound.NULL,
                                "currency", NotFound.NULL,
                                "seller", NotFound.NULL),
                        List.of(
                                new OutputColumn("site", Reference.column("site"), ValueType.STRING),
                                new OutputColumn("id", Reference.column("id"), ValueType.LONG),
                                new OutputColumn("price", Reference.field("item", "price"), ValueType.DECIMAL),
                                new OutputColumn(
                                        "start_time", Reference.field("item", "start_time"), ValueType.TIMESTAMP),
                                new OutputColumn("name", Reference.field("category", "name"), ValueType.STRING),
                                new OutputColumn(
                                        "description", Reference.field("currency", "description"), ValueType.STRING),
                                new OutputColumn(
                                        "nickname", Reference.field("seller", "nickname"), ValueType.STRING))));
    }

    @Test
    void shouldReadAPipelineOfAnotherShape() {
        Pipeline pipeline = PipelineLoader.load(PRODUCTS, Map.of("PRODUCTS_API_KEY", "k-1")::get);

        assertThat(pipeline.stages()).extracting(Stage::name).containsExactly("product", "maker", "country");
        assertThat(pipeline.apis().get("products").auth())
                .isEqualTo(new Auth.ApiKey(Auth.ApiKey.Place.HEADER, "X-Api-Key", new Secret("k-1")));
        assertThat(pipeline.apis().get("products").timeouts())
                .isEqualTo(new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15)));
        assertThat(pipeline.lookups().values())
                .allMatch(lookup -> lookup.batch().isEmpty());
        assertThat(pipeline.recordKey()).isEqualTo(new Template(List.of(new Template.Value(Reference.column("sku")))));
        assertThat(pipeline.output().columns())
                .extracting(OutputColumn::name)
                .containsExactly("sku", "title", "released", "maker", "country", "continent");
        assertThat(pipeline.input().line().orElseThrow().matches(" ab-1 # blue"))
                .isTrue();
    }
}
