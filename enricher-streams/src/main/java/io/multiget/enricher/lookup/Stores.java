package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.PipelineTopics;
import io.multiget.contract.Topics;
import io.multiget.contract.json.LookupAnswerSerde;
import io.multiget.contract.json.LookupKeySerde;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Stage;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores by name; the names become changelog topics, and so outlive a deploy. */
public final class Stores {
    /** Counters per attempt of an upload. */
    public static final String PROGRESS = "progress";

    /** The same as objects, as the task's processors count with them. */
    public static final String PROGRESS_BOOK = "progress-book";

    /** Answers that every task needs. */
    public static final String SHARED_LOOKUPS = "lookups";

    /** By upload, the newest attempt that was cancelled. */
    public static final String CANCELS = "cancels";

    private Stores() {}

    /** Lines that wait in the stage. */
    public static String pending(Stage stage) {
        return "pending-" + stage.name();
    }

    /** Answers of a lookup whose key is the record's. */
    public static String cache(Lookup lookup) {
        return "cache-" + lookup.name();
    }

    /**
     * In memory: a line stays for a moment, and a put with its delete would only be compacted away on disk. Behind a
     * cache, so that what comes and goes between two commits is written to the changelog once.
     */
    public static StoreBuilder<?> pendingStore(Stage stage) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(pending(stage)),
                        StoreSerdes.pendingKey(),
                        StoreSerdes.pending())
                .withCachingEnabled();
    }

    /** Behind a cache: counters change with every line, and only what they are at a commit matters. */
    public static StoreBuilder<?> progressStore() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(PROGRESS),
                        StoreSerdes.attemptKey(),
                        StoreSerdes.progress())
                .withCachingEnabled();
    }

    /** Keeps nothing that has to outlive the task. */
    public static StoreBuilder<ProgressBook> progressBook() {
        return new UnloggedStoreBuilder<>(PROGRESS_BOOK, ProgressBook::new);
    }

    /** On disk, as there is one entry a key; the changelog forgets what is too old to be believed. */
    public static StoreBuilder<?> cacheStore(Lookup lookup) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(cache(lookup)),
                        Serdes.String(),
                        new LookupAnswerSerde())
                .withLoggingEnabled(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(lookup.cache().ttl().toMillis())));
    }

    /** Filled from {@link Topics#UPLOADS}. In memory: it holds a few bytes a cancel, and each start reads the topic anew. */
    public static StoreBuilder<KeyValueStore<UUID, Integer>> cancelsStore() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(CANCELS),
                        Serdes.UUID(),
                        Serdes.Integer())
                .withLoggingDisabled();
    }

    /** Filled from {@link PipelineTopics#lookups()}, which is its changelog. */
    public static StoreBuilder<KeyValueStore<LookupKey, LookupAnswer>> sharedStore() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(SHARED_LOOKUPS),
                        new LookupKeySerde(),
                        new LookupAnswerSerde())
                .withLoggingDisabled();
    }
}
