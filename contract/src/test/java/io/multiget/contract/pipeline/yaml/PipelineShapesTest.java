package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.networknt.schema.InputFormat;
import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Batch;
import io.multiget.contract.pipeline.CachePolicy;
import io.multiget.contract.pipeline.Classify.Meaning;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Element;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Secret;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.contract.pipeline.ValueType;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be written in a pipeline, one place at a time. Whatever is read here, the schema accepts too. */
class PipelineShapesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "t-1", "EMPTY", "");

    @TempDir
    Path folder;

    @Test
    void shouldFillInWhatIsNotSaid() throws IOException {
        Pipeline pipeline = load("", "", "");

        assertThat(pipeline.apis().get("shop"))
                .isEqualTo(new Api(
                        "shop",
                        URI.create("http://localhost:8089"),
                        new Auth.None(),
                        Optional.of(new RateLimit(10, Duration.ofSeconds(1))),
                        64,
                        Retry.DEFAULT,
                        Timeouts.DEFAULT));
        assertThat(pipeline.lookup("book").cache()).isEqualTo(CachePolicy.DEFAULT);
        assertThat(pipeline.output().notFound("book")).isEqualTo(NotFound.REJECT);
        assertThat(pipeline.input().columns().get(0).maxLength()).isEqualTo(Column.DEFAULT_MAX_LENGTH);
    }

    @Test
    void shouldReadABearerToken() throws IOException {
        assertThat(auth("{bearer: \"${TOKEN}\"}")).isEqualTo(new Auth.Bearer(new Secret("t-1")));
        assertThat(auth("{bearer: \"${EMPTY:}\"}")).isEqualTo(new Auth.None());
    }

    @Test
    void shouldReadAnApiKey() throws IOException {
        assertThat(auth("{api_key: {header: X-Api-Key, value: \"${TOKEN}\"}}"))
                .isEqualTo(new Auth.ApiKey(Auth.ApiKey.Place.HEADER, "X-Api-Key", new Secret("t-1")));
        assertThat(auth("{api_key: {query: api_key, value: \"${TOKEN}\"}}"))
                .isEqualTo(new Auth.ApiKey(Auth.ApiKey.Place.QUERY, "api_key", new Secret("t-1")));
        assertThat(auth("{api_key: {query: api_key, value: \"${EMPTY:}\"}}")).isEqualTo(new Auth.None());
    }

    @Test
    void shouldReadAUserAndPassword() throws IOException {
        assertThat(auth("{basic: {user: \"${NAME:reader}\", password: \"${TOKEN}\"}}"))
                .isEqualTo(new Auth.Basic("reader", new Secret("t-1")));
    }

    @Test
    void shouldReadClientCredentials() throws IOException {
        assertThat(auth("{oauth2: {token_url: https://id.example/token, client_id: reader, client_secret: \"${TOKEN}\","
                        + " scope: read}}"))
                .isEqualTo(new Auth.ClientCredentials(
                        URI.create("https://id.example/token"), "reader", new Secret("t-1"), Optional.of("read")));
    }

    @Test
    void shouldReadRetryAndTimeouts() throws IOException {
        Api api = load(
                        "    retry: {attempts: \"${ATTEMPTS:3}\", retry_after: honor}\n    timeouts: {total: 1m}\n",
                        "",
                        "")
                .apis()
                .get("shop");

        assertThat(api.retry()).isEqualTo(new Retry(3, Duration.ofMillis(250), Duration.ofSeconds(30)));
        assertThat(api.timeouts())
                .isEqualTo(new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(1)));
    }

    @Test
    void shouldAllowLinkLocalAddressesByName() throws IOException {
        String text = text("    allow_link_local: true\n", "", "")
                .replace("http://localhost:8089", "http://169.254.169.254/v1/");

        Api api = load(text).apis().get("shop");

        assertThat(api.allowLinkLocal()).isTrue();
        assertThat(api.baseUrl()).isEqualTo(URI.create("http://169.254.169.254/v1"));
    }

    @Test
    void shouldReadColumnsOfEveryType() throws IOException {
        Pipeline pipeline = load("", """
                    price: {type: decimal, min: 0, max: 99.5}
                    seen: {type: timestamp}
                    sold: {type: boolean, aliases: ["no longer there", Verkauft]}
                    note: {type: string, max_length: 65536, normalize: [nfc, lower]}
                """, "");

        assertThat(pipeline.input().columns())
                .extracting(Column::type)
                .containsExactly(
                        ValueType.STRING, ValueType.DECIMAL, ValueType.TIMESTAMP, ValueType.BOOLEAN, ValueType.STRING);
        assertThat(pipeline.input().columns().get(1).max()).contains(new BigDecimal("99.5"));
        assertThat(pipeline.input().columns().get(3).aliases()).containsExactly("no longer there", "Verkauft");
        assertThat(pipeline.input().columns().get(4).maxLength()).isEqualTo(65536);
    }

    @Test
    void shouldReadABatchWithItsDefaults() throws IOException {
        Lookup lookup = load("", "", """
                          author:
                            api: shop
                            get: /authors
                            query: {limit: 50, lang: "en"}
                            key: "${book.title}"
                            batch: {param: "ids[]", size: 1000, linger: 0s}
                            response: {match: ""}
                            fields: {name: {at: "", type: string}}
                            cache: {ttl: 30m}
                        """).lookup("author");

        assertThat(lookup.batch()).contains(new Batch("ids[]", ",", 1000, Duration.ZERO));
        assertThat(lookup.element()).contains(new Element(JsonPointer.empty(), Optional.empty(), JsonPointer.empty()));
        assertThat(lookup.query())
                .containsExactly(Map.entry("limit", Template.literal("50")), Map.entry("lang", Template.literal("en")));
        assertThat(lookup.cache()).isEqualTo(new CachePolicy(Duration.ofMinutes(30), Duration.ofMinutes(30)));
    }

    @Test
    void shouldReadAQuestionOfSeveralReferences() throws IOException {
        Lookup lookup = load("", "", """
                          author:
                            api: shop
                            get: "/authors/$/${book.title}"
                            query: {isbn: "${isbn}"}
                            key: "${book.title}:${isbn}"
                            classify: {found: [2xx], not_found: [404, 410], retry: [], denied: [401, 403]}
                            fields: {name: {at: /name, type: string}}
                            cache: {ttl: 0s, negative_ttl: 0s}
                        """).lookup("author");

        assertThat(lookup.path().parts())
                .containsExactly(
                        new Template.Literal("/authors/$/"), new Template.Value(Reference.field("book", "title")));
        assertThat(lookup.key().references())
                .containsExactly(Reference.field("book", "title"), Reference.column("isbn"));
        assertThat(lookup.classify().of(299)).isEqualTo(Meaning.FOUND);
        assertThat(lookup.classify().of(410)).isEqualTo(Meaning.NOT_FOUND);
        assertThat(lookup.classify().of(503)).isEqualTo(Meaning.REFUSED);
    }

    private Auth auth(String auth) throws IOException {
        return load("    auth: " + auth + "\n", "", "").apis().get("shop").auth();
    }

    private Pipeline load(String api, String columns, String lookups) throws IOException {
        return load(text(api, columns, lookups));
    }

    private Pipeline load(String text) throws IOException {
        assertThat(PipelineSchemaTest.SCHEMA.validate(text, InputFormat.YAML)).isEmpty();
        return PipelineLoader.load(Files.writeString(folder.resolve("a.yaml"), text), ENVIRONMENT::get);
    }

    private static String text(String api, String columns, String lookups) {
        return """
                version: 1
                name: books
                input:
                  columns:
                    isbn: {type: string}
                """ + columns + """
                apis:
                  shop:
                    base_url: http://localhost:8089
                    rate_limit: 10 per 1s
                """ + api + """
                lookups:
                  book: {api: shop, get: "/books/${isbn}", fields: {title: {at: /title, type: string}}}
                """ + lookups + """
                stages:
                  - [book]
                """ + (lookups.isEmpty() ? "" : "  - [author]\n") + """
                output:
                  table: books
                  columns: {title: book.title}
                """;
    }
}
