package io.multiget.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.multiget.contract.RowOutcome;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns besides its key, as the sink's converter expects them: {@code {"line":8,"attempt":1,
 * "status":"enriched","site":"MLA",...,"stage":null,...,"updated_at":"2026-01-01T00:00:00Z"}}. A column that is not
 * written is null in the table. Written only: the sink reads it, with the pipeline's schema.
 */
public final class RowOutcomeSerde extends StreamedSerde<RowOutcome> {
    @Override
    void writeMembers(JsonGenerator out, RowOutcome outcome) throws IOException {
        out.writeNumberField("line", outcome.line());
        out.writeNumberField("attempt", outcome.attempt());
        boolean enriched = outcome instanceof RowOutcome.Enriched;
        out.writeStringField("status", enriched ? "enriched" : "rejected");
        for (Map.Entry<String, @Nullable Object> column : outcome.columns().entrySet()) {
            if (column.getValue() != null) {
                Json.writeScalar(out, column.getKey(), column.getValue());
            }
        }
        if (outcome instanceof RowOutcome.Rejected rejected) {
            out.writeStringField("stage", rejected.reject().stage());
            out.writeStringField("code", rejected.reject().code());
            out.writeStringField("reason", rejected.reject().reason());
            out.writeStringField("raw", rejected.raw());
            out.writeNumberField("tries", rejected.tries());
        }
        out.writeStringField("updated_at", outcome.updatedAt().toString());
    }

    @Override
    RowOutcome readObject(JsonParser in) {
        throw new SerializationException("rows are read by the sink");
    }
}
