package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.contract.Topics;
import io.multiget.contract.json.Json;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.ingest.SetupException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkTableTest {
    @Test
    void shouldHaveTheImplicitColumnsAroundThePipelinesOwn() {
        SinkTable table = SinkTable.of("mercadolibre", TestPipelines.items());

        assertThat(table.createTable())
                .isEqualTo("create table if not exists \"items\" ("
                        + "\"upload_id\" uuid not null, \"row\" bigint not null, \"line\" bigint not null,"
                        + " \"attempt\" integer not null, \"status\" text not null,"
                        + " \"site\" text, \"id\" bigint, \"price\" numeric, \"start_time\" timestamp with time zone,"
                        + " \"stage\" text, \"code\" text, \"reason\" text, \"raw\" text, \"tries\" integer,"
                        + " \"updated_at\" timestamp with time zone not null,"
                        + " primary key (\"upload_id\", \"row\"))");
    }

    @Test
    void shouldShowThePipelinesColumnsAloneInTheEnrichedView() {
        SinkTable table = SinkTable.of("mercadolibre", TestPipelines.items());

        assertThat(table.views().get(0).create())
                .isEqualTo(
                        "create or replace view \"items_enriched\" as"
                                + " select \"site\", \"id\", \"price\", \"start_time\" from \"items\" where status = 'enriched'");
    }

    @Test
    void shouldQuoteWhatAPersonMayCallATable() {
        SinkTable table = SinkTable.of("p", TestPipelines.output("a \"b\"; drop", Map.of("Select", ValueType.STRING)));

        assertThat(table.createTable())
                .startsWith("create table if not exists \"a \"\"b\"\"; drop\" (")
                .contains("\"Select\" text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload_id",
                "row",
                "line",
                "attempt",
                "status",
                "stage",
                "code",
                "reason",
                "raw",
                "tries",
                "updated_at"
            })
    void shouldRefuseAColumnThatEveryTableHas(String column) {
        assertThatThrownBy(() -> SinkTable.of("p", TestPipelines.output("t", Map.of(column, ValueType.STRING))))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("\"" + column + "\"");
    }

    @Test
    void shouldRefuseNamesThatPostgresWouldCut() {
        String longTable = "t".repeat(55);
        String longColumn = "ñ".repeat(32);

        assertThatThrownBy(() -> SinkTable.of("p", TestPipelines.output(longTable, Map.of("c", ValueType.STRING))))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining(longTable);
        assertThatThrownBy(() -> SinkTable.of("p", TestPipelines.output("t", Map.of(longColumn, ValueType.STRING))))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining(longColumn);
    }

    @Test
    void shouldTellTheSinkTheSameColumns() throws Exception {
        SinkTable table = SinkTable.of("mercadolibre", TestPipelines.items());

        assertThat(fields(table.keySchema())).containsExactly("upload_id string io.debezium.data.Uuid", "row int64");
        assertThat(fields(table.valueSchema()))
                .containsExactly(
                        "line int64",
                        "attempt int32",
                        "status string",
                        "site string?",
                        "id int64?",
                        "price bytes? org.apache.kafka.connect.data.Decimal",
                        "start_time string? io.debezium.time.ZonedTimestamp",
                        "stage string?",
                        "code string?",
                        "reason string?",
                        "raw string?",
                        "tries int32?",
                        "updated_at string io.debezium.time.ZonedTimestamp");
    }

    private static List<String> fields(String schema) throws Exception {
        JsonNode struct = Json.mapper().readTree(schema);
        return StreamSupport.stream(struct.get("fields").spliterator(), false)
                .map(field ->
                        field.get("field").asText() + " " + field.get("type").asText()
                                + (field.get("optional").asBoolean() ? "?" : "")
                                + (field.has("name") ? " " + field.get("name").asText() : ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"debezium-sink.json", "confluent-sink.json"})
    void shouldFillInTheConnectorsTemplate(String template) {
        SinkTable table = SinkTable.of("mercadolibre", TestPipelines.items());

        SinkConnector connector = SinkConnector.of(
                "mercadolibre",
                table,
                ConnectorTemplate.packaged(template),
                Topics.of("mercadolibre", 4).rows().name(),
                4,
                "jdbc:postgresql://db/multiget?ssl=true");

        assertThat(connector.name()).isEqualTo("multiget-mercadolibre-sink");
        assertThat(connector.group()).isEqualTo("connect-multiget-mercadolibre-sink");
        assertThat(connector.config())
                .containsEntry("topics", "mercadolibre.rows")
                .containsEntry("tasks.max", "2")
                .containsEntry("key.converter.schema.content", table.keySchema())
                .containsEntry("value.converter.schema.content", table.valueSchema())
                .containsEntry("connection.password", "${env:MULTIGET_POSTGRES_PASSWORD}");
        assertThat(connector.config().get("connection.url"))
                .startsWith("jdbc:postgresql://db/multiget?")
                .endsWith("&ssl=true");
        assertThat(connector.config().values()).noneMatch(value -> value.matches(".*\\$\\{[a-z_]+}.*"));
    }
}
