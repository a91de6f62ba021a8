package io.multiget.ingest.status;

import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadStatus;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Two topics, whole, on every instance: {@code upload-status} answers, and {@code uploads} knows an id from the moment its
 * 202 was given, whichever instance gave it. In memory: a status is small, and reading them again takes a moment.
 */
final class UploadStoreTopology {
    static final String STATUSES = "upload-status-store";
    static final String UPLOADS = "uploads-store";

    private final AppliedPositions positions;
    private final BiConsumer<String, @Nullable Upload> uploadSeen;
    private final BiConsumer<String, @Nullable UploadStatus> statusSeen;

    /**
     * @param positions told how far the stores are
     * @param uploadSeen called in the stores' thread with each record of {@code uploads}, after its store has it
     * @param statusSeen the same for {@code upload-status}
     */
    UploadStoreTopology(
            AppliedPositions positions,
            BiConsumer<String, @Nullable Upload> uploadSeen,
            BiConsumer<String, @Nullable UploadStatus> statusSeen) {
        this.positions = positions;
        this.uploadSeen = uploadSeen;
        this.statusSeen = statusSeen;
    }

    KafkaStreams newClient(Properties settings) {
        return new KafkaStreams(build(), new StreamsConfig(settings), new StoreClients(positions));
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        addStore(builder, UPLOADS, Topics.UPLOADS, WellFormed::isUpload, uploadSeen);
        addStore(builder, STATUSES, Topics.UPLOAD_STATUS, (id, status) -> id != null, statusSeen);
        return builder.build();
    }

    private static <V> void addStore(
            StreamsBuilder builder,
            String name,
            Topic<String, V> topic,
            BiPredicate<@Nullable String, @Nullable V> ours,
            BiConsumer<String, @Nullable V> seen) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), topic.key(), topic.value())
                        .withLoggingDisabled(),
                topic.name(),
                Consumed.with(topic.key(), topic.value()).withName(topic.name()),
                () -> new Keeper<>(name, ours, seen));
    }

    /** Puts each record into its store. */
    private static final class Keeper<V> implements Processor<String, @Nullable V, Void, Void> {
        private final String name;
        private final BiPredicate<@Nullable String, @Nullable V> ours;
        private final BiConsumer<String, @Nullable V> seen;

        @SuppressWarnings("NullAway.Init")
        private KeyValueStore<String, @Nullable V> store;

        private Keeper(
                String name, BiPredicate<@Nullable String, @Nullable V> ours, BiConsumer<String, @Nullable V> seen) {
            this.name = name;
            this.ours = ours;
            this.seen = seen;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(name);
        }

        @Override
        public void process(Record<String, @Nullable V> record) {
            if (ours.test(record.key(), record.value())) {
                store.put(record.key(), record.value());
                seen.accept(record.key(), record.value());
            }
        }
    }
}
