package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Reference;

/**
 * A reference and where it stands.
 *
 * @param path such as {@code lookups.category.get}
 */
record Use(Reference reference, String path, Position at) {}
