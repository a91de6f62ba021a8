package io.multiget.ingest.status;

import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.kafka.KafkaClients;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of this instance, and the Streams client that fills them. */
final class StatusStore implements AutoCloseable {
    private final AppliedPositions positions = new AppliedPositions();
    private final UploadStore uploads;
    private final StreamsClient client;

    StatusStore(IngestProperties properties, KafkaClients kafka) {
        this.uploads = new UploadStore(new StartedStores());
        this.client = StatusStreams.store(
                properties, kafka, new UploadStoreTopology(positions, uploads::uploadSeen, uploads::statusSeen));
    }

    void start() {
        client.start();
    }

    UploadStore uploads() {
        return uploads;
    }

    AppliedPositions positions() {
        return positions;
    }

    @Override
    public void close() {
        client.close();
    }

    private final class StartedStores implements UploadStore.Stores {
        @Override
        public <V> ReadOnlyKeyValueStore<String, V> open(String name) {
            try {
                return client.started()
                        .orElseThrow(UploadStore.NotRestoredException::new)
                        .store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
            } catch (InvalidStateStoreException e) {
                throw new UploadStore.NotRestoredException();
            }
        }
    }
}
