package io.multiget.ingest.landing;

import io.multiget.contract.pipeline.Output;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.ValueType;
import java.util.List;
import java.util.Map;

/** Outputs for tests. */
final class TestPipelines {
    private TestPipelines() {}

    static Output output(String table, Map<String, ValueType> columns) {
        return new Output(
                table,
                Map.of(),
                columns.entrySet().stream()
                        .map(column -> new Output.OutputColumn(
                                column.getKey(), Reference.column(column.getKey()), column.getValue()))
                        .toList());
    }

    static Output items() {
        return new Output(
                "items",
                Map.of(),
                List.of(
                        new Output.OutputColumn("site", Reference.column("site"), ValueType.STRING),
                        new Output.OutputColumn("id", Reference.column("id"), ValueType.LONG),
                        new Output.OutputColumn("price", Reference.field("item", "price"), ValueType.DECIMAL),
                        new Output.OutputColumn(
                                "start_time", Reference.field("item", "start_time"), ValueType.TIMESTAMP)));
    }
}
