package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.ingest.landing.SinkOffsets.Left;
import io.multiget.ingest.landing.TableRows.ByStatus;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LandingUploadTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Instant FINISHED = Instant.parse("2026-01-01T00:00:00Z");
    private static final TopicPartition P0 = new TopicPartition("mercadolibre.rows", 0);
    private static final TopicPartition P1 = new TopicPartition("mercadolibre.rows", 1);

    private final FakeSink sink = new FakeSink();
    private final MovableClock clock = new MovableClock();
    private Upload upload = running(1);
    private final LandingUpload landing =
            new LandingUpload(ID, 1, sink, (id, change) -> upload = change.apply(upload), clock);

    @Test
    void shouldLandOnceNothingIsLeftAndTheRowsAreThere() throws SQLException {
        sink.ends.putAll(Map.of(P0, 10L, P1, 20L));
        sink.committed.putAll(Map.of(P0, 9L, P1, 19L));
        sink.rows = new ByStatus(7, 3);

        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.LANDED);
        assertThat(upload.finishedAt()).isEqualTo(FINISHED);
        assertThat(upload.landedAt()).isEqualTo(clock.instant());
    }

    @Test
    void shouldWaitForARecordThatIsLeft() throws SQLException {
        sink.ends.put(P0, 10L);
        sink.records.put(P0, 9L);
        sink.committed.put(P0, 9L);
        sink.rows = new ByStatus(7, 3);

        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.RUNNING);

        sink.committed.put(P0, 10L);
        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.LANDED);
    }

    @Test
    void shouldNotReadAgainWhatTheSinkHasNotMovedOver() throws SQLException {
        sink.ends.put(P0, 10L);
        sink.records.put(P0, 9L);
        sink.committed.put(P0, 5L);

        landing.step(upload, finished(10, 7, 3));
        landing.step(upload, finished(10, 7, 3));

        assertThat(sink.asked).isEqualTo(1);
    }

    @Test
    void shouldWaitForTheEndsOfTheFirstLookOnly() throws SQLException {
        sink.ends.put(P0, 10L);
        sink.records.put(P0, 9L);
        sink.committed.put(P0, 9L);
        landing.step(upload, finished(10, 7, 3));

        sink.ends.put(P0, 99L);
        sink.records.put(P0, 98L);
        sink.committed.put(P0, 10L);
        sink.rows = new ByStatus(7, 3);
        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.LANDED);
    }

    @Test
    void shouldGiveTheRowsAMoment() throws SQLException {
        sink.rows = new ByStatus(6, 3);
        landing.step(upload, finished(10, 7, 3));
        clock.advance(Duration.ofSeconds(2));
        sink.rows = new ByStatus(7, 3);

        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.LANDED);
    }

    @Test
    void shouldFailWhenTheBooksAndTheTableDiffer() throws SQLException {
        sink.rows = new ByStatus(6, 3);
        landing.step(upload, finished(10, 7, 3));
        clock.advance(Duration.ofSeconds(11));

        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.FAILED);
        assertThat(upload.error()).isNotNull();
        assertThat(upload.error().code()).isEqualTo("unbalanced");
        assertThat(upload.error().message())
                .isEqualTo(
                        "Table items holds 6 enriched and 3 rejected rows of this upload, the status counts 7 and 3.");
    }

    @Test
    void shouldLandAnUploadWithoutLinesAtOnce() throws SQLException {
        sink.ends.put(P0, 10L);
        sink.records.put(P0, 9L);

        landing.step(upload, finished(0, 0, 0));

        assertThat(upload.state()).isEqualTo(UploadState.LANDED);
    }

    @Test
    void shouldLeaveAnUploadAloneThatIsInItsNextAttempt() throws SQLException {
        upload = running(2);
        sink.rows = new ByStatus(7, 3);

        landing.step(upload, finished(10, 7, 3));

        assertThat(upload.state()).isEqualTo(UploadState.RUNNING);
    }

    @Test
    void shouldCancelOnceTheRowsOfWhatWasDoneAreThere() throws SQLException {
        upload = cancelling(splitting(100L, 40, 60));
        sink.ends.put(P0, 10L);
        sink.records.put(P0, 9L);
        sink.committed.put(P0, 9L);
        sink.rows = new ByStatus(6, 3);

        landing.step(upload, drained(7, 3, 90));
        UploadState whileARecordIsLeft = upload.state();
        sink.committed.put(P0, 10L);
        landing.step(upload, drained(7, 3, 90));
        UploadState whileARowIsMissing = upload.state();
        sink.rows = new ByStatus(7, 3);
        landing.step(upload, drained(7, 3, 90));

        assertThat(whileARecordIsLeft).isEqualTo(UploadState.CANCELLING);
        assertThat(whileARowIsMissing).isEqualTo(UploadState.CANCELLING);
        assertThat(upload.state()).isEqualTo(UploadState.CANCELLED);
        assertThat(upload.splitting().unprocessed()).isEqualTo(90);
        assertThat(upload.finishedAt()).isEqualTo(clock.instant());
        assertThat(upload.landedAt()).isNull();
    }

    @Test
    void shouldCancelAtOnceWhatHasNoRow() throws SQLException {
        upload = cancelling(splitting(100L, 40, 60));
        sink.ends.put(P0, 10L);
        sink.records.put(P0, 9L);

        landing.step(upload, drained(0, 0, 100));

        assertThat(upload.state()).isEqualTo(UploadState.CANCELLED);
        assertThat(upload.splitting().unprocessed()).isEqualTo(100);
    }

    @Test
    void shouldFailACancelWhoseBooksAndTableDiffer() throws SQLException {
        upload = cancelling(splitting(100L, 40, 60));
        sink.rows = new ByStatus(6, 3);
        landing.step(upload, drained(7, 3, 90));
        clock.advance(Duration.ofSeconds(11));

        landing.step(upload, drained(7, 3, 90));

        assertThat(upload.state()).isEqualTo(UploadState.FAILED);
    }

    @Test
    void shouldKeepTheBucketsOfLinesThatACancelledReplayHasNotDone() throws SQLException {
        upload = running(1)
                .landed(FINISHED)
                .replayed(Upload.ReplayScope.ALL, splitting(100L, 10, 0), FINISHED)
                .withState(UploadState.CANCELLING);
        LandingUpload replay = new LandingUpload(ID, 2, sink, (id, change) -> upload = change.apply(upload), clock);
        sink.attemptRows = new AttemptRows(
                new ByStatus(4, 0),
                72,
                List.of(new RejectCount("item", "not_found", 19), new RejectCount(Reject.INPUT, "empty_value", 5)));

        replay.step(upload, drained(4, 0, 6));

        assertThat(upload.state()).isEqualTo(UploadState.CANCELLED);
        assertThat(upload.splitting().unprocessed()).isZero();
        assertThat(upload.splitting().carriedEnriched()).isEqualTo(72);
        assertThat(upload.splitting().rejected()).isEqualTo(24);
        assertThat(upload.splitting().read()).isEqualTo(100);
    }

    @Test
    void shouldWaitForTheRowsOfACancelledReplay() throws SQLException {
        upload = running(1)
                .landed(FINISHED)
                .replayed(Upload.ReplayScope.ALL, splitting(100L, 10, 0), FINISHED)
                .withState(UploadState.CANCELLING);
        LandingUpload replay = new LandingUpload(ID, 2, sink, (id, change) -> upload = change.apply(upload), clock);
        sink.attemptRows = new AttemptRows(new ByStatus(3, 0), 97, List.of());

        replay.step(upload, drained(4, 0, 6));

        assertThat(upload.state()).isEqualTo(UploadState.CANCELLING);
    }

    private static Upload cancelling(Upload.Splitting splitting) {
        return running(1).withSplitting(splitting).withState(UploadState.CANCELLING);
    }

    private static Upload.Splitting splitting(long total, long read, long unprocessed) {
        return new Upload.Splitting(total, read, 0, List.of(), 0, 0, unprocessed, Map.of(), Map.of());
    }

    private static Upload running(int attempt) {
        return new Upload(
                ID,
                "mercadolibre",
                "items.csv",
                1,
                "00",
                "ingest",
                null,
                new Upload.Reading("csv", null, null, null),
                attempt,
                null,
                UploadState.RUNNING,
                Upload.Splitting.START,
                null,
                FINISHED.minusSeconds(9),
                FINISHED.minusSeconds(8),
                null,
                null);
    }

    private static UploadStatus finished(long total, long enriched, long rejected) {
        return status(UploadState.FINISHED, new UploadStatus.Rows(total, total, 0, enriched, rejected, 0, 0, 0));
    }

    /** Of a cancelled upload of a hundred lines. */
    private static UploadStatus drained(long enriched, long rejected, long unprocessed) {
        return status(
                UploadState.CANCELLING, new UploadStatus.Rows(100L, 40, 0, enriched, rejected, unprocessed, 0, 0));
    }

    private static UploadStatus status(UploadState state, UploadStatus.Rows rows) {
        return new UploadStatus(
                ID,
                "mercadolibre",
                "items.csv",
                1,
                state,
                rows,
                List.of(),
                List.of(),
                0,
                null,
                null,
                null,
                FINISHED.minusSeconds(9),
                FINISHED.minusSeconds(8),
                FINISHED,
                null);
    }

    /** A topic with at most one record left in a partition, and markers around it. */
    private static final class FakeSink implements LandingUpload.Reach {
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private final Map<TopicPartition, Long> records = new HashMap<>();
        private ByStatus rows = new ByStatus(0, 0);
        private AttemptRows attemptRows = new AttemptRows(new ByStatus(0, 0), 0, List.of());
        private int asked;

        @Override
        public Map<TopicPartition, Long> ends() {
            return Map.copyOf(ends);
        }

        @Override
        public Map<TopicPartition, Long> committed() {
            return Map.copyOf(committed);
        }

        @Override
        public Map<TopicPartition, Left> left(Map<TopicPartition, Long> from, Map<TopicPartition, Long> upTo) {
            Map<TopicPartition, Left> left = new HashMap<>();
            upTo.forEach((partition, end) -> {
                asked++;
                long record = records.getOrDefault(partition, -1L);
                left.put(partition, record >= from.get(partition) && record < end ? Left.A_RECORD : Left.NOTHING);
            });
            return left;
        }

        @Override
        public ByStatus rowsOf(UUID upload) {
            return rows;
        }

        @Override
        public AttemptRows rowsOf(UUID upload, int attempt) {
            return attemptRows;
        }

        @Override
        public String tableName() {
            return "items";
        }
    }

    private static final class MovableClock extends Clock {
        private Instant now = FINISHED.plusSeconds(1);

        private void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
