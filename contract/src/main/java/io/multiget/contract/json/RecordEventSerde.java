package io.multiget.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.multiget.contract.RecordEvent;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code {"v":1,"upload_id":"...","attempt":1,"row":7,"line":8,"raw":"MLA,42","columns":{"site":"MLA","id":42}}}, the last line with {@code "last":true}. */
public final class RecordEventSerde extends StreamedSerde<RecordEvent> {
    /** Rises when an older reader would misread what a newer writer writes. */
    private static final int VERSION = 1;

    @Override
    void writeMembers(JsonGenerator out, RecordEvent event) throws IOException {
        out.writeNumberField("v", VERSION);
        out.writeStringField("upload_id", event.upload().toString());
        out.writeNumberField("attempt", event.attempt());
        out.writeNumberField("row", event.row());
        out.writeNumberField("line", event.line());
        out.writeStringField("raw", event.raw());
        out.writeObjectFieldStart("columns");
        for (Map.Entry<String, Object> column : event.columns().entrySet()) {
            Json.writeScalar(out, column.getKey(), column.getValue());
        }
        out.writeEndObject();
        if (event.last()) {
            out.writeBooleanField("last", true);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // required() refuses what is still missing at the end
    RecordEvent readObject(JsonParser in) throws IOException {
        int version = 0;
        UUID upload = null;
        int attempt = 0;
        long row = 0;
        long line = 0;
        String raw = null;
        Map<String, @Nullable Object> columns = null;
        boolean last = false;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "v" -> version = in.getIntValue();
                case "upload_id" -> upload = UUID.fromString(in.getText());
                case "attempt" -> attempt = in.getIntValue();
                case "row" -> row = in.getLongValue();
                case "line" -> line = in.getLongValue();
                case "raw" -> raw = in.getText();
                case "columns" -> columns = Json.readScalars(in);
                case "last" -> last = in.getBooleanValue();
                default -> in.skipChildren();
            }
        }
        if (version != VERSION) {
            throw new UnknownVersionException(version);
        }
        if (attempt < 1 || row < 1) {
            throw new IllegalArgumentException("attempt " + attempt + " or row " + row + " is missing or below 1");
        }
        return new RecordEvent(
                required(upload, "upload_id"),
                attempt,
                row,
                line,
                required(raw, "raw"),
                required(columns, "columns"),
                last);
    }
}
