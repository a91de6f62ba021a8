package io.multiget.ingest.landing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.multiget.contract.pipeline.ValueType;

/** One column of the table, in the words of Postgres and in those of Connect. */
record SinkColumn(String name, Type type, boolean required) {
    /** A column's type; the SQL name is the one that Postgres' own {@code format_type} prints. */
    enum Type {
        UUID("uuid", "string"),
        BIGINT("bigint", "int64"),
        INTEGER("integer", "int32"),
        TEXT("text", "string"),
        NUMERIC("numeric", "bytes"),
        TIMESTAMPTZ("timestamp with time zone", "string"),
        BOOLEAN("boolean", "boolean");

        private final String sql;
        private final String connect;

        Type(String sql, String connect) {
            this.sql = sql;
            this.connect = connect;
        }

        String sql() {
            return sql;
        }

        static Type of(ValueType type) {
            return switch (type) {
                case STRING -> TEXT;
                case LONG -> BIGINT;
                case DECIMAL -> NUMERIC;
                case TIMESTAMP -> TIMESTAMPTZ;
                case BOOLEAN -> BOOLEAN;
            };
        }
    }

    static SinkColumn required(String name, Type type) {
        return new SinkColumn(name, type, true);
    }

    static SinkColumn optional(String name, Type type) {
        return new SinkColumn(name, type, false);
    }

    /** The column's line in {@code create table}. */
    String ddl() {
        return Sql.quoted(name) + " " + type.sql + (required ? " not null" : "");
    }

    /**
     * The column as a field of a schema in Connect's JSON.
     *
     * <p>A decimal travels as a JSON number and keeps the digits it is written with: the schema's scale is only for
     * decimals in binary. A timestamp and a UUID travel as the strings they are; the name tells Debezium's sink how to bind
     * them.
     */
    ObjectNode connectField() {
        ObjectNode field = JsonNodeFactory.instance.objectNode();
        field.put("field", name).put("type", type.connect).put("optional", !required);
        if (type == Type.NUMERIC) {
            field.put("name", "org.apache.kafka.connect.data.Decimal").put("version", 1);
            field.putObject("parameters").put("scale", "0");
        } else if (type == Type.TIMESTAMPTZ) {
            field.put("name", "io.debezium.time.ZonedTimestamp").put("version", 1);
        } else if (type == Type.UUID) {
            field.put("name", "io.debezium.data.Uuid").put("version", 1);
        }
        return field;
    }
}
