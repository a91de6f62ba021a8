package io.multiget.ingest.landing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How far the sink is with the rows topics. Its methods block for as long as the brokers need, and throw {@link
 * KafkaException} while these do not play along. Safe for any thread.
 */
final class SinkOffsets implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    /** How long to look for the next record. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Admin admin;
    private final Supplier<Consumer<byte[], byte[]>> readers;

    /** @param readers makes consumers outside any group that see committed records only */
    SinkOffsets(Admin admin, Supplier<Consumer<byte[], byte[]>> readers) {
        this.admin = admin;
        this.readers = readers;
    }

    /**
     * Where a topic ends, records of open transactions included: a read_committed end stops at any of those, below rows
     * that are committed already.
     */
    Map<TopicPartition, Long> ends(String topic, int partitions) {
        return offsets(topic, partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(String topic, int partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> specs = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> which));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found =
                get(admin.listOffsets(specs, options).all());
        found.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** What the group has committed; partitions without a commit are not in it. */
    Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> found =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> committed = new HashMap<>();
        found.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    /** What the sink has yet to take. */
    enum Left {
        NOTHING,
        A_RECORD,
        /** An open transaction hides it until it is decided. */
        UNKNOWN
    }

    /**
     * What committed records there are from each partition's offset up to its end. Found by reading: between two offsets
     * there may be nothing but transaction markers and aborted records.
     *
     * @param from the offsets to begin with; partitions without one begin at the beginning
     */
    Map<TopicPartition, Left> left(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Left> left = new HashMap<>();
        Map<TopicPartition, Long> open = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (from.getOrDefault(partition, 0L) >= end) {
                left.put(partition, Left.NOTHING);
            } else {
                open.put(partition, end);
            }
        });
        if (!open.isEmpty()) {
            try (Consumer<byte[], byte[]> reader = readers.get()) {
                begin(reader, from, open.keySet());
                left.putAll(read(reader, open));
            }
        }
        return left;
    }

    private static void begin(
            Consumer<byte[], byte[]> reader, Map<TopicPartition, Long> from, Set<TopicPartition> partitions) {
        reader.assign(partitions);
        reader.beginningOffsets(partitions, TIMEOUT)
                .forEach((partition, first) ->
                        reader.seek(partition, Math.max(first, from.getOrDefault(partition, first))));
    }

    private static Map<TopicPartition, Left> read(Consumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Left> left = new HashMap<>();
        long deadline = System.nanoTime() + LOOK.toNanos();
        do {
            ConsumerRecords<byte[], byte[]> found = reader.poll(POLL);
            ends.forEach((partition, end) ->
                    look(reader, found, partition, end).ifPresent(is -> left.putIfAbsent(partition, is)));
            reader.pause(left.keySet());
        } while (left.size() < ends.size() && System.nanoTime() - deadline < 0);
        ends.keySet().forEach(partition -> left.putIfAbsent(partition, Left.UNKNOWN));
        return left;
    }

    /** What one poll says about a partition, if it says anything. */
    private static Optional<Left> look(
            Consumer<byte[], byte[]> reader,
            ConsumerRecords<byte[], byte[]> found,
            TopicPartition partition,
            long end) {
        List<ConsumerRecord<byte[], byte[]>> records = found.records(partition);
        if (!records.isEmpty()) {
            return Optional.of(records.get(0).offset() < end ? Left.A_RECORD : Left.NOTHING);
        }
        return reader.position(partition, TIMEOUT) >= end ? Optional.of(Left.NOTHING) : Optional.empty();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("the brokers do not answer", e);
        }
    }

    @Override
    public void close() {
        admin.close(TIMEOUT);
    }
}
