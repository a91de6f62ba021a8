package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.multiget.runner.ledger.CommonSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Broker, Connect and Postgres together: what the sink does with each type that a pipeline can have. */
@ExtendWith(CommonSystem.Resolver.class)
class SinkIT {
    private static final String UPLOAD = "0b0e9b9e-5f0c-4f5e-9a53-0d8a1f6c2d11";
    private static final Duration LANDING = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String KEY_SCHEMA = """
            {"type": "struct", "optional": false, "fields": [
              {"field": "upload_id", "type": "string", "name": "io.debezium.data.Uuid", "version": 1, "optional": false},
              {"field": "row", "type": "int64", "optional": false}]}
            """;

    private static final String VALUE_SCHEMA = """
            {"type": "struct", "optional": false, "fields": [
              {"field": "price", "type": "bytes", "name": "org.apache.kafka.connect.data.Decimal", "version": 1,
               "parameters": {"scale": "0"}, "optional": true},
              {"field": "start_time", "type": "string", "name": "io.debezium.time.ZonedTimestamp", "version": 1,
               "optional": true},
              {"field": "seller_id", "type": "int64", "optional": true},
              {"field": "active", "type": "boolean", "optional": true},
              {"field": "attempt", "type": "int32", "optional": false},
              {"field": "Name", "type": "string", "optional": true}]}
            """;

    private static LocalSystem system;

    @BeforeAll
    static void startSink(CommonSystem common) throws Exception {
        system = common.system();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("t.rows", 2, (short) 1)))
                    .all()
                    .get();
        }
        execute("""
                create table types (upload_id uuid, "row" bigint, price numeric, start_time timestamptz, seller_id bigint,
                  active boolean, attempt int not null, "Name" text, primary key (upload_id, "row"))
                """);
        putConnector();
    }

    @AfterAll
    static void stopSink() throws Exception {
        HttpRequest delete = HttpRequest.newBuilder(URI.create(system.connectUrl() + "/connectors/t-sink"))
                .DELETE()
                .build();
        HttpClient.newHttpClient().send(delete, BodyHandlers.discarding());
    }

    @Test
    void shouldLandEveryTypeExactly() throws Exception {
        send(
                1,
                "{\"price\": 130, \"start_time\": \"2021-03-01T12:00:00.123456Z\", \"seller_id\": 9007199254740993,"
                        + " \"active\": true, \"attempt\": 1, \"Name\": \"Año \uD83D\uDE00\"}");
        send(2, "{\"price\": 12.5, \"attempt\": 1, \"unknown\": 7}");
        send(3, "{\"price\": 12345678901234567890.123456789, \"start_time\": null, \"attempt\": 1}");
        send(4, "{\"price\": 0.1000, \"attempt\": 1}");
        send(5, "{\"price\": 99999999999999999999999999999999999999, \"attempt\": 1}");
        send(6, "{\"price\": 1e2, \"attempt\": 1}");
        send(7, "{\"price\": -0.00000000000000000000000000000000000001, \"attempt\": 1}");

        assertThat(landed("select price from types where \"row\" <= 7 order by \"row\"", 7))
                .containsExactly(
                        "130",
                        "12.5",
                        "12345678901234567890.123456789",
                        "0.1000",
                        "99999999999999999999999999999999999999",
                        "100",
                        "-0.00000000000000000000000000000000000001");
        assertThat(landed(
                        "select concat_ws('|', start_time at time zone 'UTC', seller_id, active, \"Name\", upload_id)"
                                + " from types where \"row\" in (1, 3) order by \"row\"",
                        2))
                .containsExactly("2021-03-01 12:00:00.123456|9007199254740993|t|Año \uD83D\uDE00|" + UPLOAD, UPLOAD);
    }

    @Test
    void shouldKeepTheLastOfOneKeyAndIgnoreTombstones() throws Exception {
        send(
                100,
                IntStream.rangeClosed(1, 50)
                        .mapToObj(attempt -> "{\"attempt\": " + attempt + ", \"Name\": \"n" + attempt + "\"}")
                        .toArray(String[]::new));
        send(100, (String) null);
        send(101, "{\"attempt\": 1}");

        landed("select attempt from types where \"row\" = 101", 1);
        assertThat(landed("select attempt from types where \"row\" = 100 and attempt = 50", 1))
                .containsExactly("50");
    }

    @Test
    void shouldNotLandAnAbortedTransaction() throws Exception {
        try (Producer<String, String> producer = producer("aborting")) {
            producer.initTransactions();
            producer.beginTransaction();
            // In one partition, so that the second row says that the sink has passed the first.
            producer.send(new ProducerRecord<>("t.rows", 0, key(200), "{\"attempt\": 1}"))
                    .get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t.rows", 0, key(201), "{\"attempt\": 1}"))
                    .get();
            producer.commitTransaction();
        }

        landed("select attempt from types where \"row\" = 201", 1);
        assertThat(query("select attempt from types where \"row\" = 200")).isEmpty();
    }

    @Test
    void shouldNotTellThePasswordInItsConfiguration() throws Exception {
        String config = get("/connectors/t-sink/config");

        assertThat(config).contains("${env:MULTIGET_POSTGRES_PASSWORD}");
    }

    /** One value after the other, in one transaction. */
    private static void send(long row, @Nullable String... values) throws Exception {
        try (Producer<String, String> producer = producer("test")) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>("t.rows", key(row), value)).get();
            }
            producer.commitTransaction();
        }
    }

    private static Producer<String, String> producer(String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", system.bootstrapServers(), "transactional.id", id),
                new StringSerializer(),
                new StringSerializer());
    }

    private static String key(long row) {
        return "{\"upload_id\": \"" + UPLOAD + "\", \"row\": " + row + "}";
    }

    private static List<String> landed(String query, int rows) {
        List<String> found = new ArrayList<>();
        await("the rows of: " + query)
                .atMost(LANDING)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    found.clear();
                    found.addAll(query(query));
                    return found.size() == rows;
                });
        return found;
    }

    private static List<String> query(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(system.jdbcUrl(), "multiget", "multiget");
    }

    private static void putConnector() throws IOException {
        String template = Files.readString(Path.of("..", "connect", "debezium-sink.json"));
        ObjectNode config = (ObjectNode) JSON.readTree(template);
        Map<String, String> values = Map.of(
                "${tasks}",
                "2",
                "${topic}",
                "t.rows",
                "${table}",
                "types",
                "${jdbc_url}",
                system.jdbcUrl(),
                "${key_schema}",
                KEY_SCHEMA,
                "${value_schema}",
                VALUE_SCHEMA);
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            String text = field.getValue().textValue();
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey(), value.getValue());
            }
            config.put(field.getKey(), text);
        }
        HttpRequest put = HttpRequest.newBuilder(URI.create(system.connectUrl() + "/connectors/t-sink/config"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(config.toString()))
                .build();
        await("the connector is accepted").atMost(LANDING).untilAsserted(() -> {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(put, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        });
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpRequest get =
                HttpRequest.newBuilder(URI.create(system.connectUrl() + path)).build();
        return HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).body();
    }
}
