package io.multiget.ingest.setup;

import io.multiget.contract.Topic;
import io.multiget.ingest.SetupException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that topics exist as the contract has them. May be called any number of times, by several instances at once.
 * Every method throws {@link KafkaException} when the brokers do not play along for now.
 */
final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final String TRANSACTION_FEATURE = "transaction.version";
    private static final short TRANSACTION_VERSION = 2;

    private final Admin admin;
    private final short replicationFactor;

    TopicSetup(Admin admin, short replicationFactor) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
    }

    /** Below this version a late commit or abort can hit the producer's next transaction. */
    void requireTransactionVersion() {
        var features = get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
        var version = features.get(TRANSACTION_FEATURE);
        if (version == null || version.maxVersionLevel() < TRANSACTION_VERSION) {
            throw new SetupException("Kafka's feature " + TRANSACTION_FEATURE + " must be at least "
                    + TRANSACTION_VERSION + ", is " + (version == null ? "off" : version.maxVersionLevel())
                    + "; raise it with kafka-features.sh upgrade --feature " + TRANSACTION_FEATURE + "="
                    + TRANSACTION_VERSION);
        }
    }

    void create(Collection<Topic<?, ?>> topics) {
        List<NewTopic> missing = new ArrayList<>();
        for (Topic<?, ?> topic : topics) {
            Optional<TopicDescription> found = describe(topic.name());
            if (found.isEmpty()) {
                missing.add(topic.toNewTopic(replicationFactor));
            } else {
                requirePartitions(topic, found.get());
            }
        }
        create(missing);
        if (replicationFactor == 1) {
            LOG.warn(
                    "Topics have replication factor 1: what is acknowledged does not survive the loss of a broker's disk."
                            + " Set MULTIGET_REPLICATION_FACTOR=3 on a cluster that has three brokers.");
        }
    }

    private void create(List<NewTopic> missing) {
        Map<String, KafkaFuture<Void>> created = admin.createTopics(missing).values();
        created.forEach((name, future) -> {
            try {
                get(future);
                LOG.info("Created topic {}", name);
            } catch (TopicExistsException e) {
                LOG.info("Topic {} was created by someone else", name);
            }
        });
    }

    private Optional<TopicDescription> describe(String topic) {
        try {
            return Optional.of(
                    get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private static void requirePartitions(Topic<?, ?> topic, TopicDescription found) {
        int partitions = found.partitions().size();
        if (partitions != topic.partitions()) {
            throw new SetupException("Topic " + topic.name() + " has " + partitions + " partitions where "
                    + topic.partitions() + " are asked for, and keys would move: set MULTIGET_PARTITIONS back, or let"
                    + " every upload land, stop the services and delete this pipeline's topics and state");
        }
    }

    /** Returns once every partition has a leader that answers. */
    void awaitLeaders(Collection<Topic<?, ?>> topics) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Topic<?, ?> topic : topics) {
            IntStream.range(0, topic.partitions())
                    .forEach(partition -> ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest()));
        }
        get(admin.listOffsets(ends).all());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
    }
}
