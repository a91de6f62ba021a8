package io.multiget.benchmark.work;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads answers without building a tree. */
final class Answers {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;

    private Answers() {}

    /** Of a plain GET: the named members of the body. */
    static @Nullable String[] members(byte[] body, List<String> names) {
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            return members(json, names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Of a multiget: the named members of each body that is found, by the first of them.
     *
     * @param asked how many elements there must be
     */
    static Map<String, @Nullable String[]> found(byte[] body, int asked, List<String> names) {
        Map<String, @Nullable String[]> found = new HashMap<>();
        int elements = 0;
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                readElement(json, names, found);
                elements++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (elements != asked) {
            throw new IllegalStateException(elements + " elements for " + asked + " ids");
        }
        return found;
    }

    private static void readElement(JsonParser json, List<String> names, Map<String, @Nullable String[]> found)
            throws IOException {
        int code = 0;
        @Nullable String[] values = {};
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "code" -> code = json.getIntValue();
                case "body" -> values = members(json, names);
                default -> json.skipChildren();
            }
        }
        if (code == FOUND) {
            found.put(String.valueOf(values[0]), values);
        } else if (code != NOT_FOUND) {
            throw new IOException("element with code " + code);
        }
    }

    private static @Nullable String[] members(JsonParser json, List<String> names) throws IOException {
        @Nullable String[] values = new String[names.size()];
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            int index = names.indexOf(name);
            if (index >= 0 && value != JsonToken.VALUE_NULL) {
                values[index] = json.getText();
            }
            json.skipChildren();
        }
        return values;
    }
}
