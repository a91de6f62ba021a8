package io.multiget.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.multiget.contract.RowKey;
import java.io.IOException;
import java.util.UUID;

/** {@code {"upload_id":"...","row":7}}, as the sink's converter expects it. */
public final class RowKeySerde extends StreamedSerde<RowKey> {
    @Override
    void writeMembers(JsonGenerator out, RowKey key) throws IOException {
        out.writeStringField("upload_id", key.upload().toString());
        out.writeNumberField("row", key.row());
    }

    @Override
    RowKey readObject(JsonParser in) throws IOException {
        UUID upload = null;
        long row = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "upload_id" -> upload = UUID.fromString(in.getText());
                case "row" -> row = in.getLongValue();
                default -> in.skipChildren();
            }
        }
        return new RowKey(required(upload, "upload_id"), row);
    }
}
