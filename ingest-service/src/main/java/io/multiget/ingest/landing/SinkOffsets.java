package io.multiget.ingest.landing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
     * What committed records there are from an offset up to an end. Found by reading: between two offsets there may be
     * nothing but transaction markers and aborted records.
     */
    Left left(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return Left.NOTHING;
        }
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            reader.assign(List.of(partition));
            long first = reader.beginningOffsets(List.of(partition), TIMEOUT).get(partition);
            reader.seek(partition, Math.max(from, first));
            return left(reader, partition, end);
        }
    }

    private static Left left(Consumer<byte[], byte[]> reader, TopicPartition partition, long end) {
        long deadline = System.nanoTime() + LOOK.toNanos();
        while (reader.position(partition, TIMEOUT) < end) {
            Iterator<ConsumerRecord<byte[], byte[]>> found = reader.poll(POLL).iterator();
            if (found.hasNext()) {
                return found.next().offset() < end ? Left.A_RECORD : Left.NOTHING;
            }
            if (System.nanoTime() - deadline > 0) {
                return Left.UNKNOWN;
            }
        }
        return Left.NOTHING;
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
