package io.multiget.contract.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question to an API, about a key.
 *
 * @param path below the API's base URL; a reference in it is percent-encoded as one segment
 * @param query parameters besides the batch's, in order
 * @param key what the lookup asks about; equal keys are one question
 * @param batch absent: one call a key
 * @param element where a multiget's answer keeps one key's part; present exactly when {@code batch} is
 * @param fields what is read of an answer, in order
 */
public record Lookup(
        String name,
        String api,
        Template path,
        Map<String, Template> query,
        Template key,
        Optional<Batch> batch,
        Optional<Element> element,
        Classify classify,
        List<Field> fields,
        CachePolicy cache) {
    public Lookup {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        fields = List.copyOf(fields);
        if (batch.isPresent() != element.isPresent()) {
            throw new IllegalArgumentException("lookup " + name + ": batch and response go together");
        }
    }

    /** How many keys one call can ask about. */
    public int keysPerCall() {
        return batch.map(Batch::size).orElse(1);
    }

    /** The field of that name, which must exist. */
    public Field field(String field) {
        return fields.stream()
                .filter(f -> f.name().equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no field " + field + " in lookup " + name));
    }
}
