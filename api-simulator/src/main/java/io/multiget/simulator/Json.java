package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON written straight to bytes. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_SIZE = 4096;

    /** Writes something; the stream underneath is memory, so it never fails for the world's reasons. */
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writer.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a text that may end in half a surrogate pair, which the generator would refuse. */
    static void writeText(JsonGenerator json, String text) throws IOException {
        int last = text.length() - 1;
        if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
            String whole = new String(JsonStringEncoder.getInstance().quoteAsString(text.substring(0, last)));
            json.writeRawValue('"' + whole + String.format("\\u%04x\"", (int) text.charAt(last)));
        } else {
            json.writeString(text);
        }
    }
}
