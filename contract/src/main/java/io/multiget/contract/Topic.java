package io.multiget.contract;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serde;

/**
 * A topic with its types, so that producer, topology, sink and test cannot disagree about them.
 *
 * @param config the topic's own settings, by Kafka's names
 */
public record Topic<K, V>(String name, Serde<K> key, Serde<V> value, int partitions, Map<String, String> config) {
    /** What creates it. */
    public NewTopic toNewTopic(short replicationFactor) {
        return new NewTopic(name, partitions, replicationFactor).configs(config);
    }
}
