package io.multiget.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.contract.OffsetRange;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.ReplayScope;
import io.multiget.contract.Upload.Splitting;
import io.multiget.ingest.kafka.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLinesTest {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private SplitFixture fixture;
    private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private long beginning;

    @BeforeEach
    void create(@TempDir Path dataDir) throws Exception {
        fixture = new SplitFixture(dataDir);
        fixture.accept("site,id\nMLA,1\n");
    }

    @Test
    void shouldPublishTheUploadsRecordsAgainUnderTheNextAttempt() throws Exception {
        record(0, fixture.id, 1, 1);
        record(0, UUID.randomUUID(), 1, 1);
        record(1, fixture.id, 1, 2);
        record(0, fixture.id, 2, 1);
        Upload replay = replay(Map.of(0, new OffsetRange(0, 2), 1, new OffsetRange(0, 0)), 2);

        Splitting after = replayAll(replay, row -> true, 100);

        assertThat(fixture.records()).extracting(RecordEvent::row).containsExactlyInAnyOrder(1L, 2L);
        assertThat(fixture.records()).extracting(RecordEvent::attempt).containsOnly(2);
        assertThat(after.allRead()).isTrue();
    }

    @Test
    void shouldPublishOnlyTheRowsThatAreWanted() throws Exception {
        for (int row = 1; row <= 10; row++) {
            record(0, fixture.id, 1, row);
        }

        replayAll(replay(Map.of(0, new OffsetRange(0, 9)), 5), row -> row % 2 == 0, 100);

        assertThat(fixture.records()).extracting(RecordEvent::row).containsExactly(2L, 4L, 6L, 8L, 10L);
    }

    @Test
    void shouldGoOnBehindTheLastCommittedChunk() throws Exception {
        for (int row = 1; row <= 10; row++) {
            record(row % 2, fixture.id, 1, row);
        }
        Upload replay = replay(Map.of(0, new OffsetRange(0, 4), 1, new OffsetRange(0, 4)), 10);
        Splitting some;
        try (LineSource lines = lines(replay, row -> true);
                Transaction transaction = fixture.writer().begin()) {
            assertThat(lines.send(transaction, 3, System.nanoTime() + PATIENCE_NANOS))
                    .isTrue();
            transaction.flush();
            some = lines.advance(replay.splitting(), transaction);
            transaction.commit();
        }

        Splitting after = replayAll(replay.withSplitting(some), row -> true, 4);

        assertThat(some.read()).isEqualTo(3);
        assertThat(fixture.records())
                .extracting(RecordEvent::row)
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(after.allRead()).isTrue();
    }

    @Test
    void shouldLeaveAloneWhatIsNoRecord() throws Exception {
        record(0, fixture.id, 1, 1);
        topic.add(new ConsumerRecord<>(fixture.topics.records().name(), 0, 1, bytes("k"), bytes("no json")));
        topic.add(new ConsumerRecord<>(fixture.topics.records().name(), 0, 2, bytes("k"), null));
        record(0, fixture.id, 1, 2);

        replayAll(replay(Map.of(0, new OffsetRange(0, 3)), 2), row -> true, 100);

        assertThat(fixture.records()).hasSize(2);
    }

    @Test
    void shouldEndWhenTheTopicHasForgottenTheLines() throws Exception {
        record(0, fixture.id, 1, 1);
        // The mock looks at the beginning only of partitions that still hold a record.
        record(0, UUID.randomUUID(), 1, 1);
        beginning = 1;

        assertThatThrownBy(() -> replayAll(replay(Map.of(0, new OffsetRange(0, 0)), 1), row -> true, 100))
                .isInstanceOfSatisfying(
                        BrokenSourceException.class, e -> assertThat(e.code()).isEqualTo("gone"));
    }

    @Test
    void shouldCountTheWholeUploadFromTheStart() {
        Upload landed = upload(100, 90, 4);

        ReplayStart all = ReplayStart.of(landed, ReplayScope.ALL, new EarlierRows.Counts(60, 26, 4));
        ReplayStart rejected = ReplayStart.of(landed, ReplayScope.REJECTED, new EarlierRows.Counts(60, 26, 4));

        assertThat(all.lines()).isEqualTo(86);
        assertThat(all.splitting().read()).isEqualTo(4);
        assertThat(all.splitting().unprocessed()).isEqualTo(10);
        assertThat(all.splitting().carriedLanded()).isEqualTo(4);
        assertThat(rejected.lines()).isEqualTo(26);
        assertThat(rejected.splitting().read()).isEqualTo(64);
        assertThat(rejected.splitting().unprocessed()).isEqualTo(10);
        assertThat(rejected.splitting().carriedLanded()).isEqualTo(64);
        assertThat(rejected.splitting().admitted()).isZero();
    }

    @Test
    void shouldReplayEverythingAfterAReplayOfSome() {
        Upload landed = upload(100, 100, 4);
        ReplayStart some = ReplayStart.of(landed, ReplayScope.REJECTED, new EarlierRows.Counts(70, 26, 4));
        Upload second = landed.replayed(ReplayScope.REJECTED, some.splitting(), SplitFixture.NOW);

        ReplayStart all = ReplayStart.of(second, ReplayScope.ALL, new EarlierRows.Counts(80, 16, 4));

        assertThat(all.lines()).isEqualTo(96);
        assertThat(all.splitting().unprocessed()).isZero();
    }

    /** An upload of which so many lines were read and so many of those rejected at input. */
    private Upload upload(long total, long read, long rejected) {
        return fixture.upload()
                .withSplitting(new Splitting(
                        total,
                        read,
                        0,
                        List.of(new RejectCount(Reject.INPUT, "empty_value", rejected)),
                        0,
                        0,
                        total - read,
                        Map.of("row", read),
                        Map.of(0, new OffsetRange(0, read))));
    }

    private Upload replay(Map<Integer, OffsetRange> published, long lines) {
        Splitting start = new Splitting(
                lines, 0, 0, List.of(), 0, 0, 0, new ReplayCheckpoint(lines, Map.of()).toMap(), published);
        return fixture.upload().replayed(ReplayScope.ALL, start, SplitFixture.NOW);
    }

    private Splitting replayAll(Upload replay, LongPredicate wanted, long chunk) throws Exception {
        Splitting splitting = replay.splitting();
        try (LineSource lines = lines(replay, wanted)) {
            boolean more = true;
            while (more) {
                try (Transaction transaction = fixture.writer().begin()) {
                    more = lines.send(transaction, chunk, System.nanoTime() + PATIENCE_NANOS);
                    transaction.flush();
                    splitting = lines.advance(splitting, transaction);
                    transaction.commit();
                }
            }
        }
        return splitting;
    }

    private LineSource lines(Upload replay, LongPredicate wanted) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        ReplayLines lines = new ReplayLines(replay, fixture.topics.records(), consumer, wanted);
        for (TopicPartition partition : consumer.assignment()) {
            consumer.updateBeginningOffsets(Map.of(partition, beginning));
            consumer.updateEndOffsets(Map.of(partition, (long) topic.size()));
        }
        topic.stream().filter(found -> found.offset() >= beginning).forEach(consumer::addRecord);
        return lines;
    }

    private void record(int partition, UUID upload, int attempt, long row) {
        long offset =
                topic.stream().filter(found -> found.partition() == partition).count();
        RecordEvent event = new RecordEvent(upload, attempt, row, row + 1, "MLA," + row, Map.of("site", "MLA"), false);
        topic.add(new ConsumerRecord<>(
                fixture.topics.records().name(),
                partition,
                offset,
                bytes("MLA" + row),
                fixture.topics.records().value().serializer().serialize("", event)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
