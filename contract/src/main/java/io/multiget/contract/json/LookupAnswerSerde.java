package io.multiget.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.multiget.contract.LookupAnswer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code {"at":1700000000000,"fields":{"nickname":"ANA"}}}; without {@code fields}: not found. */
public final class LookupAnswerSerde extends StreamedSerde<LookupAnswer> {
    @Override
    void writeMembers(JsonGenerator out, LookupAnswer answer) throws IOException {
        out.writeNumberField("at", answer.at());
        if (answer.found()) {
            out.writeObjectFieldStart("fields");
            for (Map.Entry<String, @Nullable Object> field : answer.fields().entrySet()) {
                Json.writeScalar(out, field.getKey(), field.getValue());
            }
            out.writeEndObject();
        }
    }

    @Override
    LookupAnswer readObject(JsonParser in) throws IOException {
        long at = 0;
        Map<String, @Nullable Object> fields = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "at" -> at = in.getLongValue();
                case "fields" -> fields = Json.readScalars(in);
                default -> in.skipChildren();
            }
        }
        return fields == null ? LookupAnswer.notFound(at) : LookupAnswer.found(fields, at);
    }
}
