package io.multiget.enricher.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.multiget.contract.LookupKey;
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
import io.multiget.contract.pipeline.RateLimit;
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
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A market with items, their sellers and their categories: the pipeline that asks for them, with settings drawn by
 * chance, and the truth about every key. Items and sellers come by multiget, categories one at a time and sometimes from
 * an API of their own.
 */
final class Market {
    static final String ITEM = "item";
    static final String SELLER = "seller";
    static final String CATEGORY = "category";

    /** Who sells an item, and what it is; no category where null. */
    record Links(String seller, @Nullable String category) {}

    private final Pipeline pipeline;
    private final Map<LookupKey, Fate> fates = new LinkedHashMap<>();
    private final Map<String, Links> links = new LinkedHashMap<>();

    Market(SplittableRandom random) {
        this.pipeline = pipeline(random);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    void add(String item, Fate fate, Links its) {
        fates.put(new LookupKey(ITEM, item), fate);
        links.put(item, its);
    }

    void add(String lookup, String key, Fate fate) {
        fates.put(new LookupKey(lookup, key), fate);
    }

    Fate fate(String lookup, String key) {
        return Objects.requireNonNull(fates.get(new LookupKey(lookup, key)), () -> "nobody planned " + key);
    }

    /** Whether there is a key that only others can tell from an API that answers nobody. */
    boolean needsGoodKeys() {
        return fates.values().stream().anyMatch(Fate::looksLikeAnOutage);
    }

    /** Whether every key of the item's line gets its answer from a healthy API, whoever else is asked about or not. */
    boolean needsNobody(String item) {
        Links its = links(item);
        String category = its.category();
        return !fate(ITEM, item).looksLikeAnOutage()
                && !fate(SELLER, its.seller()).looksLikeAnOutage()
                && (category == null || !fate(CATEGORY, category).looksLikeAnOutage());
    }

    Links links(String item) {
        return Objects.requireNonNull(links.get(item), () -> "nobody planned " + item);
    }

    /** What the API says about a key it has: its text, and for an item whose it is. */
    static String nameOf(String key) {
        return "name of " + key;
    }

    private static Pipeline pipeline(SplittableRandom random) {
        Map<String, Api> apis = new LinkedHashMap<>();
        apis.put("market", api("market", random));
        boolean apart = random.nextInt(4) == 0;
        if (apart) {
            apis.put("taxonomy", api("taxonomy", random));
        }
        CachePolicy cache = cache(random);
        Map<String, Lookup> lookups = new LinkedHashMap<>();
        lookups.put(
                ITEM,
                lookup(
                        ITEM,
                        "market",
                        Template.literal("/items"),
                        Reference.column("id"),
                        batch(random),
                        List.of(field("name"), field("seller_id"), field("category_id")),
                        cache));
        lookups.put(
                SELLER,
                lookup(
                        SELLER,
                        "market",
                        Template.literal("/users"),
                        Reference.field(ITEM, "seller_id"),
                        batch(random),
                        List.of(field("name")),
                        cache));
        Reference category = Reference.field(ITEM, "category_id");
        lookups.put(
                CATEGORY,
                lookup(
                        CATEGORY,
                        apart ? "taxonomy" : "market",
                        new Template(List.of(new Template.Literal("/categories/"), new Template.Value(category))),
                        category,
                        Optional.empty(),
                        List.of(field("name")),
                        cache));
        return new Pipeline(
                "market",
                new Input(List.of(column("id")), Optional.empty()),
                apis,
                lookups,
                List.of(new Stage(List.of(ITEM)), new Stage(List.of(SELLER, CATEGORY))),
                new Output(
                        "items",
                        Map.of(ITEM, NotFound.REJECT, SELLER, NotFound.NULL, CATEGORY, NotFound.REJECT),
                        List.of(
                                new OutputColumn("id", Reference.column("id"), ValueType.STRING),
                                new OutputColumn(ITEM, Reference.field(ITEM, "name"), ValueType.STRING),
                                new OutputColumn(SELLER, Reference.field(SELLER, "name"), ValueType.STRING),
                                new OutputColumn(CATEGORY, Reference.field(CATEGORY, "name"), ValueType.STRING))));
    }

    private static Api api(String name, SplittableRandom random) {
        Optional<RateLimit> rate = random.nextInt(3) == 0
                ? Optional.of(new RateLimit(1 + random.nextInt(40), Duration.ofMillis(500 + random.nextInt(1_500))))
                : Optional.empty();
        int minBackoff = 5 + random.nextInt(300);
        return new Api(
                name,
                URI.create("http://localhost:1"),
                new Auth.None(),
                rate,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1 + random.nextInt(64),
                new Retry(
                        1 + random.nextInt(6),
                        Duration.ofMillis(minBackoff),
                        Duration.ofMillis(minBackoff + random.nextInt(5_000))),
                Timeouts.DEFAULT);
    }

    private static Optional<Batch> batch(SplittableRandom random) {
        int size = 1 + random.nextInt(20);
        return Optional.of(new Batch("ids", ",", size, Duration.ofMillis(1 + random.nextInt(500))));
    }

    private static CachePolicy cache(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> new CachePolicy(Duration.ZERO, Duration.ZERO);
            case 1 -> new CachePolicy(Duration.ofSeconds(2), Duration.ofMillis(500));
            default -> CachePolicy.DEFAULT;
        };
    }

    private static Lookup lookup(
            String name,
            String api,
            Template path,
            Reference key,
            Optional<Batch> batch,
            List<Field> fields,
            CachePolicy cache) {
        return new Lookup(
                name,
                api,
                path,
                Map.of(),
                new Template(List.of(new Template.Value(key))),
                batch,
                batch.map(b -> new Element(
                        JsonPointer.compile("/body/id"),
                        Optional.of(JsonPointer.compile("/code")),
                        JsonPointer.compile("/body"))),
                Classify.DEFAULT,
                fields,
                cache);
    }

    private static Field field(String name) {
        return new Field(name, JsonPointer.compile("/" + name), ValueType.STRING);
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
}
