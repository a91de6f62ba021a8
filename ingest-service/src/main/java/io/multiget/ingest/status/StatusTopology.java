package io.multiget.ingest.status;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.json.JsonSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * What the owners and the tasks say about the uploads becomes one status an upload (D6).
 *
 * <pre>
 *  uploads ---------+
 *                   +--> books (store upload-books) --> upload-status
 *  upload-progress -+
 * </pre>
 */
final class StatusTopology {
    static final String BOOKS = "upload-books";

    private final StatusWriter writer;

    StatusTopology(StatusWriter writer) {
        this.writer = writer;
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(BOOKS), Serdes.String(), JsonSerde.of(UploadBooks.class)));

        KStream<String, UploadEvent> owners = builder.stream(
                        Topics.UPLOADS.name(),
                        Consumed.with(Topics.UPLOADS.key(), Topics.UPLOADS.value())
                                .withName("uploads"))
                .filter(WellFormed::isUpload, Named.as("real-uploads"))
                .mapValues(StatusTopology::event, Named.as("owner"));
        KStream<String, UploadEvent> tasks = builder.stream(
                        Topics.UPLOAD_PROGRESS.name(),
                        Consumed.with(Topics.UPLOAD_PROGRESS.key(), Topics.UPLOAD_PROGRESS.value())
                                .withName("upload-progress"))
                .filter(WellFormed::isProgress, Named.as("real-progress"))
                .mapValues(StatusTopology::event, Named.as("task"));

        owners.merge(tasks, Named.as("events"))
                .process(() -> new BooksProcessor(writer), Named.as("books"), BOOKS)
                .to(
                        Topics.UPLOAD_STATUS.name(),
                        Produced.with(Topics.UPLOAD_STATUS.key(), Topics.UPLOAD_STATUS.value())
                                .withName("upload-status"));
        return builder.build();
    }

    /** A deleted upload stays null, which deletes its books and its status. */
    private static UploadEvent event(Upload upload) {
        return upload == null ? null : new UploadEvent.Owner(upload);
    }

    private static UploadEvent event(UploadProgress progress) {
        return new UploadEvent.Task(progress);
    }
}
