package io.multiget.enricher;

import io.multiget.contract.DeadLetter;
import io.multiget.contract.PipelineTopics;
import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.contract.json.UnknownVersionException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that nobody can read to the pipeline's dead letters, and goes on. In the task's transaction: if the dead
 * letter cannot be written, the task stops, and nothing is dropped.
 *
 * <p>What every instance reads whole, for its global stores, is left out and told in the log: a global thread has no producer,
 * and one that is handed a dead letter dies, at each start again. No line of an upload is among it.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    /** The pipeline's name, as Streams hands a handler nothing but its configuration. */
    static final String PIPELINE_CONFIG = "multiget.pipeline";

    private Topic<String, DeadLetter> deadLetters;
    private Set<String> readByAll;

    @SuppressWarnings("NullAway.Init") // configure() comes before anything else
    public DeadLetterHandler() {}

    @Override
    public void configure(Map<String, ?> config) {
        String pipeline = String.valueOf(config.get(PIPELINE_CONFIG));
        PipelineTopics topics = Topics.of(pipeline, Topics.DEFAULT_PARTITIONS);
        deadLetters = topics.deadLetters();
        readByAll = Set.of(topics.lookups().name(), Topics.UPLOADS.name());
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (readByAll.contains(record.topic())) {
            LOG.warn(
                    "Nobody can read the record at offset {} of {}-{}: {}",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    exception.getMessage());
            return Response.resume();
        }
        String code = isOfUnknownVersion(exception) ? "unknown_version" : "unreadable_record";
        DeadLetter letter = new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                code,
                String.valueOf(exception.getMessage()),
                base64(record.key()),
                base64(record.value()));
        return Response.resume(List.of(new ProducerRecord<>(
                deadLetters.name(),
                deadLetters.key().serializer().serialize(deadLetters.name(), code),
                deadLetters.value().serializer().serialize(deadLetters.name(), letter))));
    }

    private static boolean isOfUnknownVersion(@Nullable Throwable exception) {
        return exception != null
                && (exception instanceof UnknownVersionException || isOfUnknownVersion(exception.getCause()));
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
}
