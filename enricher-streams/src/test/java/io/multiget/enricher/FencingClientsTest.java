package io.multiget.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FencingClientsTest {
    private static final TopicPartition OWNED = new TopicPartition("records", 3);
    private static final TopicPartition NEVER_READ = new TopicPartition("records", 4);
    private static final TopicPartition OF_ANOTHER = new TopicPartition("records", 5);
    private static final Map<TopicPartition, OffsetAndMetadata> COMMITTED =
            Map.of(OWNED, new OffsetAndMetadata(17), OF_ANOTHER, new OffsetAndMetadata(5));

    /** Kafka's mock says 0 where nothing was ever committed; the consumer itself says null. */
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
            partitions.forEach(partition -> committed.put(partition, COMMITTED.get(partition)));
            return committed;
        }
    };

    @Test
    void shouldHandInWhatStandsForTheOwnedPartitionsWhenNothingWasConsumed() {
        consumer.assign(List.of(OWNED, NEVER_READ));

        assertThat(FencingClients.fencing(Map.of(), consumer)).isEqualTo(Map.of(OWNED, new OffsetAndMetadata(17)));
    }

    @Test
    void shouldHandInTheTransactionsOwnOffsetsAndNoOthers() {
        consumer.assign(List.of(OWNED, NEVER_READ));
        Map<TopicPartition, OffsetAndMetadata> own = Map.of(OWNED, new OffsetAndMetadata(20));

        assertThat(FencingClients.fencing(own, consumer)).isEqualTo(own);
    }

    @Test
    void shouldNotMakeAProducerThatNobodyCouldFence() {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.CLIENT_ID_CONFIG, "another");

        assertThatThrownBy(() -> new FencingClients().getProducer(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another");
    }
}
