package io.multiget.enricher.lookup;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps of all that the uploads topic says the pipeline's cancels alone, in the global store {@link Stores#CANCELS}; a
 * restore passes here, too. A cancel is never taken back: the upload may go on with a new attempt, but not with this one.
 * Owned by the global thread.
 */
public final class CancelsProcessor implements Processor<String, @Nullable Upload, Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(CancelsProcessor.class);

    private final String pipeline;
    private KeyValueStore<UUID, Integer> cancels;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    public CancelsProcessor(String pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Reads an upload, or nothing where a record is none. It must not throw: a global store has no way to the dead letters,
     * and the record is not this pipeline's anyway.
     */
    public static Deserializer<@Nullable Upload> reader() {
        Deserializer<Upload> strict = Topics.UPLOADS.value().deserializer();
        return (topic, bytes) -> {
            try {
                return strict.deserialize(topic, bytes);
            } catch (SerializationException notOurs) {
                LOG.warn("A record of {} is no upload: {}", topic, notOurs.getMessage());
                return null;
            }
        };
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        cancels = context.getStateStore(Stores.CANCELS);
    }

    @Override
    public void process(Record<String, @Nullable Upload> record) {
        Upload upload = record.value();
        if (upload != null && isOurs(upload) && upload.wasCancelled()) {
            cancels.put(upload.uploadId(), upload.attempt());
        }
    }

    @SuppressWarnings("ConstantValue") // the types promise an id, JSON does not
    private boolean isOurs(Upload upload) {
        return pipeline.equals(upload.pipeline()) && upload.uploadId() != null;
    }
}
