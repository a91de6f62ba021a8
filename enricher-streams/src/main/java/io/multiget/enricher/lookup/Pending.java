package io.multiget.enricher.lookup;

/**
 * A line that waits for answers, as it came into the stage. What the stage has heard so far is not kept: after a crash
 * the stage asks again, and finds most of it in the caches.
 *
 * @param key the record's key
 * @param timestamp the record's, in epoch milliseconds
 */
record Pending(String key, long timestamp, Enrichment enrichment) {}
