package io.multiget.enricher.http;

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
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Stage;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.contract.pipeline.ValueType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A market's API as a pipeline sees it: {@code item} and {@code seller} by multiget of twenty, {@code category} one at a
 * time. What a test changes of it, it says by {@code with}.
 */
record TestApi(
        URI baseUrl,
        Auth auth,
        Optional<RateLimit> rate,
        int concurrency,
        Retry retry,
        Timeouts timeouts,
        List<Field> fields) {
    static final Duration LINGER = Duration.ofMillis(50);
    static final int BATCH = 20;

    static TestApi market() {
        return new TestApi(
                URI.create("http://127.0.0.1:1"),
                new Auth.None(),
                Optional.empty(),
                64,
                Retry.DEFAULT,
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60)),
                List.of(new Field("price", JsonPointer.compile("/price"), ValueType.DECIMAL)));
    }

    TestApi at(String url) {
        return new TestApi(URI.create(url), auth, rate, concurrency, retry, timeouts, fields);
    }

    TestApi with(Auth newAuth) {
        return new TestApi(baseUrl, newAuth, rate, concurrency, retry, timeouts, fields);
    }

    TestApi with(RateLimit limit) {
        return new TestApi(baseUrl, auth, Optional.of(limit), concurrency, retry, timeouts, fields);
    }

    TestApi with(Retry newRetry) {
        return new TestApi(baseUrl, auth, rate, concurrency, newRetry, timeouts, fields);
    }

    TestApi with(Timeouts newTimeouts) {
        return new TestApi(baseUrl, auth, rate, concurrency, retry, newTimeouts, fields);
    }

    TestApi with(Field... newFields) {
        return new TestApi(baseUrl, auth, rate, concurrency, retry, timeouts, List.of(newFields));
    }

    TestApi withConcurrency(int ceiling) {
        return new TestApi(baseUrl, auth, rate, ceiling, retry, timeouts, fields);
    }

    Api api() {
        return new Api("market", baseUrl, auth, rate, concurrency, retry, timeouts);
    }

    Lookup item() {
        return multiget("item", "/items");
    }

    Lookup seller() {
        return multiget("seller", "/users");
    }

    Lookup category() {
        Reference id = Reference.column("category_id");
        return new Lookup(
                "category",
                "market",
                new Template(List.of(new Template.Literal("/categories/"), new Template.Value(id))),
                Map.of(),
                new Template(List.of(new Template.Value(id))),
                Optional.empty(),
                Optional.empty(),
                Classify.DEFAULT,
                fields,
                CachePolicy.DEFAULT);
    }

    private Lookup multiget(String name, String path) {
        return new Lookup(
                name,
                "market",
                Template.literal(path),
                Map.of(),
                new Template(List.of(new Template.Value(Reference.column("id")))),
                Optional.of(new Batch("ids", ",", BATCH, LINGER)),
                Optional.of(new Element(
                        JsonPointer.compile("/body/id"),
                        Optional.of(JsonPointer.compile("/code")),
                        JsonPointer.compile("/body"))),
                Classify.DEFAULT,
                fields,
                CachePolicy.DEFAULT);
    }

    Pipeline pipeline() {
        Map<String, Lookup> lookups = Map.of("item", item(), "seller", seller(), "category", category());
        return new Pipeline(
                "market",
                new Input(List.of(column("id"), column("category_id")), Optional.empty()),
                Map.of("market", api()),
                lookups,
                List.of(new Stage(List.of("item", "seller", "category"))),
                new Output("items", Map.of(), List.of()));
    }

    private static Column column(String name) {
        return new Column(
                name,
                ValueType.STRING,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Column.DEFAULT_MAX_LENGTH,
                List.of());
    }

    Question item(String key) {
        return new Question(item(), key, "/items", "");
    }

    Question seller(String key) {
        return new Question(seller(), key, "/users", "");
    }

    Question category(String key) {
        return new Question(category(), key, "/categories/" + Encoding.inPath(key), "");
    }

    /** A call about items. */
    Call items(String... keys) {
        return new Call(api(), item(), "/items", "", List.of(keys));
    }

    /** A call about one category. */
    Call categories(String key) {
        return new Call(api(), category(), category(key).path(), "", List.of(key));
    }
}
