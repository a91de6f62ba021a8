package io.multiget.ingest.setup;

import io.multiget.contract.pipeline.Pipeline;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The pipelines this service serves; fixed while it runs. */
public final class Pipelines {
    private final Map<String, Pipeline> byName;

    public Pipelines(Collection<Pipeline> pipelines) {
        Map<String, Pipeline> named = new LinkedHashMap<>();
        pipelines.forEach(pipeline -> named.put(pipeline.name(), pipeline));
        this.byName = Collections.unmodifiableMap(named);
    }

    public Collection<Pipeline> all() {
        return byName.values();
    }

    public Optional<Pipeline> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The pipeline of an upload that names none: the only one, if there is but one. */
    public Optional<Pipeline> sole() {
        return byName.size() == 1 ? Optional.of(byName.values().iterator().next()) : Optional.empty();
    }
}
