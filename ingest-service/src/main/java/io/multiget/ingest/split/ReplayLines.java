package io.multiget.ingest.split;

import io.multiget.contract.OffsetRange;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.Topic;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.Splitting;
import io.multiget.ingest.kafka.Transaction;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/** An upload's own records, published again as those of another attempt: same key, same partition, same row. */
final class ReplayLines implements LineSource {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int FIRST_ATTEMPT = 1;

    private final Upload upload;
    private final Topic<String, RecordEvent> records;
    private final Consumer<byte[], byte[]> consumer;
    private final LongPredicate wanted;
    private final ReplayCheckpoint begin;
    private final Map<Integer, Long> next = new HashMap<>();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    private long sent;

    /**
     * @param consumer used by this alone, closed with it; sees committed records, and does not reset its offsets
     * @param wanted which rows are published again
     */
    ReplayLines(
            Upload upload,
            Topic<String, RecordEvent> records,
            Consumer<byte[], byte[]> consumer,
            LongPredicate wanted) {
        this.upload = upload;
        this.records = records;
        this.consumer = consumer;
        this.wanted = wanted;
        this.begin = ReplayCheckpoint.from(upload.splitting().checkpoint());
        Map<Integer, OffsetRange> ranges = upload.splitting().published();
        ranges.forEach((partition, range) -> next.put(partition, begin.next(partition, range)));
        consumer.assign(ranges.keySet().stream().map(this::partition).toList());
        next.forEach((partition, offset) -> consumer.seek(partition(partition), offset));
    }

    private TopicPartition partition(int partition) {
        return new TopicPartition(records.name(), partition);
    }

    @Override
    public boolean send(Transaction transaction, long most, long deadlineNanos) throws BrokenSourceException {
        sent = 0;
        while (sent < most && !isAtEnd() && System.nanoTime() - deadlineNanos < 0) {
            if (polled.hasNext()) {
                send(transaction, polled.next());
            } else {
                poll();
            }
        }
        return !isAtEnd();
    }

    private void poll() throws BrokenSourceException {
        try {
            polled = consumer.poll(POLL).iterator();
            if (!polled.hasNext()) {
                // The rest of a range may be the markers of transactions, which no poll returns.
                next.replaceAll((partition, offset) -> Math.max(offset, consumer.position(partition(partition))));
            }
        } catch (InvalidOffsetException e) {
            throw new BrokenSourceException(
                    "gone", "The records topic does not hold all of the upload's lines any more.", e);
        }
    }

    private void send(Transaction transaction, ConsumerRecord<byte[], byte[]> found) {
        next.put(found.partition(), found.offset() + 1);
        OffsetRange range = upload.splitting().published().get(found.partition());
        if (range == null || found.offset() > range.last()) {
            // What comes after is not ours, while other partitions may go on for long.
            consumer.pause(List.of(partition(found.partition())));
            return;
        }
        read(found)
                .filter(record -> record.upload().equals(upload.uploadId()) && record.attempt() == FIRST_ATTEMPT)
                .filter(record -> wanted.test(record.row()))
                .ifPresent(record -> {
                    transaction.send(records, key(found), again(record));
                    sent++;
                });
    }

    /** Nothing for what is no record: it is not ours, and the enricher has put it among the dead letters. */
    private Optional<RecordEvent> read(ConsumerRecord<byte[], byte[]> found) {
        try {
            return Optional.ofNullable(records.value().deserializer().deserialize(found.topic(), found.value()));
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }

    private String key(ConsumerRecord<byte[], byte[]> found) {
        return records.key().deserializer().deserialize(found.topic(), found.key());
    }

    private RecordEvent again(RecordEvent first) {
        return new RecordEvent(
                first.upload(),
                upload.attempt(),
                first.row(),
                first.line(),
                first.raw(),
                first.columns(),
                first.last());
    }

    private boolean isAtEnd() {
        return upload.splitting().published().entrySet().stream()
                .allMatch(range ->
                        next.getOrDefault(range.getKey(), 0L) > range.getValue().last());
    }

    @Override
    public Splitting advance(Splitting before, Transaction transaction) {
        return new Splitting(
                before.total(),
                before.read() + sent,
                before.blank(),
                before.rejectedBy(),
                before.carriedEnriched(),
                before.carriedLanded(),
                before.unprocessed(),
                new ReplayCheckpoint(begin.published(), next).toMap(),
                before.published());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
