package io.multiget.ingest.status;

import static io.multiget.ingest.status.Events.KEY;
import static io.multiget.ingest.status.Events.START;
import static io.multiget.ingest.status.Events.progress;
import static io.multiget.ingest.status.Events.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.UploadStatus;
import io.multiget.contract.json.JsonSerde;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BooksProcessorTest {
    private final MockProcessorContext<String, @Nullable UploadStatus> context = new MockProcessorContext<>();
    private final BooksProcessor processor = new BooksProcessor(new StatusWriter(pipeline -> List.of()));

    @BeforeEach
    void init() {
        KeyValueStore<String, UploadBooks> books = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StatusTopology.BOOKS),
                        Serdes.String(),
                        JsonSerde.of(UploadBooks.class))
                .withLoggingDisabled()
                .build();
        books.init(context.getStateStoreContext(), books);
        context.addStateStore(books);
        processor.init(context);
        enter(new UploadEvent.Owner(running(3L, 3)));
        context.resetCommit();
    }

    @Test
    void shouldNotMakeAnybodyWaitForANewState() {
        enter(new UploadEvent.Task(progress("t-0", 3)));

        assertThat(context.committed()).isTrue();
    }

    @Test
    void shouldLetCountsWaitForTheNextCommit() {
        enter(new UploadEvent.Task(progress("t-0", 2)));

        assertThat(context.forwarded()).hasSize(2);
        assertThat(context.committed()).isFalse();
    }

    private void enter(UploadEvent event) {
        processor.process(new Record<>(KEY, event, START.toEpochMilli()));
    }
}
