package io.multiget.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class StreamsClientsTest {
    @Test
    void shouldSendWhatWaitsBeforeItHandsInOffsets() {
        List<String> calls = new ArrayList<>();
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
        Producer<byte[], byte[]> producer = new StreamsClients.RecordsFirstProducer(config) {
            @Override
            public void flush() {
                calls.add("flush");
            }
        };

        producer.sendOffsetsToTransaction(Map.of(), new MockConsumer<>("none").groupMetadata());

        assertThat(calls).containsExactly("flush");
        producer.close(Duration.ZERO);
    }

    @Test
    void shouldGiveStreamsThatProducer() {
        Producer<byte[], byte[]> producer =
                new StreamsClients().getProducer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"));

        assertThat(producer).isInstanceOf(StreamsClients.RecordsFirstProducer.class);
        producer.close(Duration.ZERO);
    }
}
