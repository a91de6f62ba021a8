package io.multiget.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Response;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterHandlerTest {
    private final DeadLetterHandler handler = new DeadLetterHandler();

    @BeforeEach
    void configure() {
        handler.configure(Map.of(DeadLetterHandler.PIPELINE_CONFIG, "shop"));
    }

    @Test
    void shouldSendARecordThatATaskCannotReadToTheDeadLetters() {
        Response response = unreadable("shop.records");

        assertThat(response.result()).isEqualTo(Result.RESUME);
        assertThat(response.deadLetterQueueRecords())
                .extracting(ProducerRecord::topic)
                .containsExactly("shop.dead-letters");
        assertThat(new String(response.deadLetterQueueRecords().get(0).value(), StandardCharsets.UTF_8))
                .contains("\"topic\":\"shop.records\"", "\"partition\":2", "\"offset\":7", "unreadable_record");
    }

    /** Streams casts the context of a global thread to one with a producer, and the thread dies. */
    @ParameterizedTest
    @ValueSource(strings = {"shop.lookups", "uploads"})
    void shouldHandNoDeadLetterToAThreadWithoutAProducer(String topic) {
        Response response = unreadable(topic);

        assertThat(response.result()).isEqualTo(Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
    }

    private Response unreadable(String topic) {
        byte[] bytes = "{".getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 2, 7, bytes, bytes);
        // The handler goes by the record alone, and the one context there is belongs to Streams' internals.
        return handler.handleError(null, record, new SerializationException("not JSON"));
    }
}
