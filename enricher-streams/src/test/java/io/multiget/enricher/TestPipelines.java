package io.multiget.enricher;

import com.fasterxml.jackson.core.JsonPointer;
import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Batch;
import io.multiget.contract.pipeline.CachePolicy;
import io.multiget.contract.pipeline.Classify;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Element;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Output;
import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Output.OutputColumn;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Stage;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.contract.pipeline.ValueType;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pipelines written in Java, in the shapes the tests need. */
public final class TestPipelines {
    public static final Duration LINGER = Duration.ofMillis(50);

    private TestPipelines() {}

    /** Two stages: books by multiget of three, then their author (single) and shop (multiget), as a shop would have. */
    public static Pipeline books() {
        return books(16, Optional.empty());
    }

    public static Pipeline books(int concurrency, Optional<io.multiget.contract.pipeline.RateLimit> rate) {
        Api api = new Api(
                "library",
                URI.create("http://localhost:1"),
                new Auth.None(),
                rate,
                concurrency,
                new Retry(3, Duration.ofMillis(100), Duration.ofSeconds(1)),
                Timeouts.DEFAULT);
        Map<String, Lookup> lookups = new LinkedHashMap<>();
        lookups.put(
                "book",
                new Lookup(
                        "book",
                        "library",
                        Template.literal("/books"),
                        Map.of(),
                        new Template(List.of(
                                new Template.Value(Reference.column("shelf")),
                                new Template.Value(Reference.column("id")))),
                        Optional.of(new Batch("ids", ",", 3, LINGER)),
                        Optional.of(element()),
                        Classify.DEFAULT,
                        List.of(
                                field("price", ValueType.DECIMAL),
                                field("printed", ValueType.TIMESTAMP),
                                field("author_id", ValueType.STRING),
                                field("shop_id", ValueType.LONG)),
                        CachePolicy.DEFAULT));
        lookups.put(
                "author",
                new Lookup(
                        "author",
                        "library",
                        new Template(List.of(
                                new Template.Literal("/authors/"),
                                new Template.Value(Reference.field("book", "author_id")))),
                        Map.of(),
                        new Template(List.of(new Template.Value(Reference.field("book", "author_id")))),
                        Optional.empty(),
                        Optional.empty(),
                        Classify.DEFAULT,
                        List.of(field("name", ValueType.STRING)),
                        CachePolicy.DEFAULT));
        lookups.put(
                "shop",
                new Lookup(
                        "shop",
                        "library",
                        Template.literal("/shops"),
                        Map.of(),
                        new Template(List.of(new Template.Value(Reference.field("book", "shop_id")))),
                        Optional.of(new Batch("ids", ",", 3, LINGER)),
                        Optional.of(element()),
                        Classify.DEFAULT,
                        List.of(field("town", ValueType.STRING)),
                        CachePolicy.DEFAULT));
        return new Pipeline(
                "books",
                new Input(List.of(column("shelf", ValueType.STRING), column("id", ValueType.LONG)), Optional.empty()),
                Map.of("library", api),
                lookups,
                List.of(new Stage(List.of("book")), new Stage(List.of("author", "shop"))),
                new Output(
                        "books",
                        Map.of("book", NotFound.REJECT, "author", NotFound.NULL, "shop", NotFound.NULL),
                        List.of(
                                new OutputColumn("shelf", Reference.column("shelf"), ValueType.STRING),
                                new OutputColumn("id", Reference.column("id"), ValueType.LONG),
                                new OutputColumn("price", Reference.field("book", "price"), ValueType.DECIMAL),
                                new OutputColumn("name", Reference.field("author", "name"), ValueType.STRING),
                                new OutputColumn("town", Reference.field("shop", "town"), ValueType.STRING))));
    }

    private static Element element() {
        return new Element(
                JsonPointer.compile("/body/id"),
                Optional.of(JsonPointer.compile("/code")),
                JsonPointer.compile("/body"));
    }

    private static Field field(String name, ValueType type) {
        return new Field(name, JsonPointer.compile("/" + name), type);
    }

    private static Column column(String name, ValueType type) {
        return new Column(
                name,
                type,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Column.DEFAULT_MAX_LENGTH,
                List.of());
    }
}
