package io.multiget.ingest.status;

import io.multiget.contract.UploadStatus;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Enters each event into its upload's books and sends the status on when it has changed. */
final class BooksProcessor implements Processor<String, @Nullable UploadEvent, String, @Nullable UploadStatus> {
    private final StatusWriter writer;

    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<String, @Nullable UploadStatus> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, UploadBooks> store;

    BooksProcessor(StatusWriter writer) {
        this.writer = writer;
    }

    @Override
    public void init(ProcessorContext<String, @Nullable UploadStatus> context) {
        this.context = context;
        this.store = context.getStateStore(StatusTopology.BOOKS);
    }

    @Override
    public void process(Record<String, @Nullable UploadEvent> event) {
        if (event.value() == null) {
            store.delete(event.key());
            context.forward(event.withValue(null));
            return;
        }
        UploadBooks before = Optional.ofNullable(store.get(event.key())).orElse(UploadBooks.EMPTY);
        UploadBooks after = event.value().enterInto(before, Instant.ofEpochMilli(event.timestamp()));
        if (!after.equals(before)) {
            store.put(event.key(), after);
            sendOn(event, writer.status(before), writer.status(after));
        }
    }

    private void sendOn(
            Record<String, @Nullable UploadEvent> event, Optional<UploadStatus> before, Optional<UploadStatus> after) {
        if (!after.equals(before)) {
            after.ifPresent(status -> context.forward(event.withValue(status)));
        }
        // Somebody waits for this: the next step of the upload, or a person. Counts can wait for the next commit.
        if (!after.map(UploadStatus::state).equals(before.map(UploadStatus::state))) {
            context.commit();
        }
    }
}
