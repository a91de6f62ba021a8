package io.multiget.contract.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One pipeline: a file's lines, the lookups that enrich them stage by stage, and the table they land in.
 *
 * <p>Immutable and checked: every reference resolves to a column or to a lookup of an earlier stage, there is at least
 * one stage, and each lookup stands in exactly one.
 *
 * @param name names the topics, the application id and the connector; lower case letters, digits, {@code _} and
 *     {@code -}
 * @param lookups by name, in the order of the file
 * @param stages in the order they run; the first lookup of the first stage gives the records their key
 */
public record Pipeline(
        String name,
        Input input,
        Map<String, Api> apis,
        Map<String, Lookup> lookups,
        List<Stage> stages,
        Output output) {
    public Pipeline {
        Objects.requireNonNull(name, "name");
        apis = Collections.unmodifiableMap(new LinkedHashMap<>(apis));
        lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + name + " has no stage");
        }
    }

    /** The lookup of that name, which must exist. */
    public Lookup lookup(String lookup) {
        return Objects.requireNonNull(lookups.get(lookup), () -> "no lookup " + lookup + " in pipeline " + name);
    }

    /** The API that the lookup asks. */
    public Api apiOf(Lookup lookup) {
        return Objects.requireNonNull(apis.get(lookup.api()), () -> "no api " + lookup.api() + " in pipeline " + name);
    }

    /** Renders the Kafka key of a record: the key that the first stage's first lookup asks about (D1). */
    public Template recordKey() {
        return lookup(stages.get(0).lookups().get(0)).key();
    }

    /**
     * Whether the lookup's key is the record's key, so that equal keys always meet in one task and the answers can be
     * cached in that task's own store (D3).
     */
    public boolean isKeyedLikeRecords(Lookup lookup) {
        return lookup.key().equals(recordKey());
    }
}
