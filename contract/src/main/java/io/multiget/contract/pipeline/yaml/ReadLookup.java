package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.util.List;

/**
 * A lookup as its part of the file says it, its references not yet looked up.
 *
 * @param uses the references in its path, query and key
 */
record ReadLookup(Lookup lookup, Named named, List<Use> uses) {
    String name() {
        return lookup.name();
    }
}
