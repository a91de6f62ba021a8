package io.multiget.ingest.landing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.multiget.contract.pipeline.Output;
import io.multiget.ingest.SetupException;
import io.multiget.ingest.landing.SinkColumn.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table that a pipeline's rows land in: one row a line, enriched or rejected (D11). Everything that has to agree about
 * its columns is made here: the DDL, the views, and the schema by which the sink reads the rows topic.
 */
final class SinkTable {
    private static final String ENRICHED_SUFFIX = "_enriched";
    private static final String REJECTED_SUFFIX = "_rejected";

    private static final List<SinkColumn> KEY =
            List.of(SinkColumn.required("upload_id", Type.UUID), SinkColumn.required("row", Type.BIGINT));
    private static final List<SinkColumn> ORIGIN = List.of(
            SinkColumn.required("line", Type.BIGINT),
            SinkColumn.required("attempt", Type.INTEGER),
            SinkColumn.required("status", Type.TEXT));
    private static final List<SinkColumn> REASON = List.of(
            SinkColumn.optional("stage", Type.TEXT),
            SinkColumn.optional("code", Type.TEXT),
            SinkColumn.optional("reason", Type.TEXT),
            SinkColumn.optional("raw", Type.TEXT),
            SinkColumn.optional("tries", Type.INTEGER));
    private static final SinkColumn UPDATED_AT = SinkColumn.required("updated_at", Type.TIMESTAMPTZ);

    private final String name;
    private final List<SinkColumn> output;
    private final List<SinkColumn> values;
    private final List<SinkColumn> columns;

    private SinkTable(String name, List<SinkColumn> output) {
        this.name = name;
        this.output = output;
        this.values = joined(ORIGIN, output, REASON, List.of(UPDATED_AT));
        this.columns = joined(KEY, values);
    }

    /** The pipeline's table. @throws SetupException if Postgres could not tell its names apart */
    static SinkTable of(String pipeline, Output output) {
        SinkTable table = new SinkTable(
                output.table(), output.columns().stream().map(SinkTable::column).toList());
        table.checkNames(pipeline);
        return table;
    }

    private static SinkColumn column(Output.OutputColumn column) {
        return SinkColumn.optional(column.name(), Type.of(column.type()));
    }

    @SafeVarargs
    private static List<SinkColumn> joined(List<SinkColumn>... parts) {
        List<SinkColumn> all = new ArrayList<>();
        for (List<SinkColumn> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    private void checkNames(String pipeline) {
        int longest = Sql.LONGEST_NAME - ENRICHED_SUFFIX.length();
        if (Sql.bytes(name) > longest) {
            throw new SetupException("pipeline %s: output.table must have at most %d bytes, was \"%s\""
                    .formatted(pipeline, longest, name));
        }
        List<String> seen = new ArrayList<>();
        for (SinkColumn column : columns) {
            if (Sql.bytes(column.name()) > Sql.LONGEST_NAME) {
                throw new SetupException("pipeline %s: an output column must have at most %d bytes, was \"%s\""
                        .formatted(pipeline, Sql.LONGEST_NAME, column.name()));
            }
            if (seen.contains(column.name())) {
                throw new SetupException(
                        "pipeline %s: output column \"%s\" is there twice; every table has the columns %s"
                                .formatted(pipeline, column.name(), implicitNames()));
            }
            seen.add(column.name());
        }
    }

    private static String implicitNames() {
        return joined(KEY, ORIGIN, REASON, List.of(UPDATED_AT)).stream()
                .map(SinkColumn::name)
                .collect(Collectors.joining(", "));
    }

    String name() {
        return name;
    }

    String quotedName() {
        return Sql.quoted(name);
    }

    /** All columns, in the table's order. */
    List<SinkColumn> columns() {
        return columns;
    }

    /** The pipeline's own columns, in its order. */
    List<SinkColumn> output() {
        return output;
    }

    List<String> keyNames() {
        return KEY.stream().map(SinkColumn::name).toList();
    }

    String createTable() {
        return "create table if not exists %s (%s, primary key (%s))"
                .formatted(
                        quotedName(),
                        columns.stream().map(SinkColumn::ddl).collect(Collectors.joining(", ")),
                        list(KEY));
    }

    /** The two views: the pipeline's columns alone, and the reasons. */
    List<View> views() {
        return List.of(
                view(ENRICHED_SUFFIX, output, "enriched"),
                view(
                        REJECTED_SUFFIX,
                        joined(KEY, ORIGIN.subList(0, 2), output, REASON, List.of(UPDATED_AT)),
                        "rejected"));
    }

    private View view(String suffix, List<SinkColumn> shown, String status) {
        String view = Sql.quoted(name + suffix);
        return new View(
                "create or replace view %s as select %s from %s where status = '%s'"
                        .formatted(view, list(shown), quotedName(), status),
                "drop view if exists " + view);
    }

    /** A view's DDL; a view of other columns has to be dropped before it can be replaced. */
    record View(String create, String drop) {}

    static String list(List<SinkColumn> columns) {
        return columns.stream().map(column -> Sql.quoted(column.name())).collect(Collectors.joining(", "));
    }

    /** Connect's schema of the rows topic's keys, for {@code key.converter.schema.content}. */
    String keySchema() {
        return struct(KEY);
    }

    /** Connect's schema of the rows topic's values, for {@code value.converter.schema.content}. */
    String valueSchema() {
        return struct(values);
    }

    private static String struct(List<SinkColumn> columns) {
        ObjectNode struct = JsonNodeFactory.instance.objectNode();
        struct.put("type", "struct").put("optional", false);
        columns.forEach(column -> struct.withArray("fields").add(column.connectField()));
        return struct.toString();
    }
}
