package io.multiget.ingest.status;

import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.kafka.KafkaClients;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/** The stores of this instance, and the Streams client that fills them. */
final class StatusStore implements AutoCloseable {
    private final AppliedPositions positions = new AppliedPositions();
    private final UploadStore uploads;
    private final StreamsClient client;

    StatusStore(IngestProperties properties, KafkaClients kafka) {
        this.uploads = new UploadStore(this::started);
        this.client = StatusStreams.store(
                properties, kafka, new UploadStoreTopology(positions, uploads::uploadSeen, uploads::statusSeen));
    }

    void start() {
        client.start();
    }

    private Optional<KafkaStreams> started() {
        return client.started();
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
}
