package io.multiget.enricher.lookup;

import io.multiget.contract.pipeline.Lookup;

/** Told of every line that a cache spared a question. Called by stream threads; safe for any, and does not block. */
public interface CacheMeter {
    /** Nobody looks. */
    CacheMeter NONE = (lookup, layer) -> {};

    /** Where an answer was found. */
    enum Layer {
        /** The task's own store, for a lookup whose key is the record's. */
        TASK,
        /** The global store, filled from the shared topic. */
        SHARED,
        /** In memory, before the shared topic has brought it, or because it is read often. */
        RECENT
    }

    /** A line's answer was known, and fresh enough. */
    void hit(Lookup lookup, Layer layer);
}
