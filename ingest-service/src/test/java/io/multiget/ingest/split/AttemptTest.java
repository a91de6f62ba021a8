package io.multiget.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.RecordEvent;
import io.multiget.contract.RejectCount;
import io.multiget.contract.RowKey;
import io.multiget.contract.UploadState;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.kafka.TransactionalWriter;
import io.multiget.ingest.split.Attempt.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptTest {
    private static final int ROWS = 10_000;
    /** Every so many lines one is no record. */
    private static final int REJECT_EVERY = 97;

    private SplitFixture upload;

    @BeforeEach
    void create(@TempDir Path dataDir) {
        upload = new SplitFixture(dataDir);
    }

    @Test
    void shouldTurnLinesIntoRecordsKeyedByWhatTheFirstStageAsks() throws Exception {
        upload.accept("site,id\nmla,1\n\nMLB,2\n");

        finish(upload.attempt());

        assertThat(upload.records()).extracting(RecordEvent::row).containsExactly(1L, 2L);
        assertThat(upload.records()).extracting(RecordEvent::line).containsExactly(2L, 4L);
        assertThat(upload.kafka.committed().stream()
                        .filter(record -> record.topic().equals("mercadolibre.records"))
                        .map(record -> new String(record.key())))
                .containsExactly("MLA1", "MLB2");
    }

    @Test
    void shouldSayWhichLineIsTheLast() throws Exception {
        upload.accept("site,id\nMLA,1\nMLA,2\n\nMLA,3\n\n");

        finish(upload.attempt());

        assertThat(upload.records()).extracting(RecordEvent::last).containsExactly(false, false, true);
    }

    @Test
    void shouldMakeARowOfALineThatIsNoRecord() throws Exception {
        upload.accept("site,id\nMLA,abc\nMLA,1\nMLA,\n");

        finish(upload.attempt());

        assertThat(upload.rows()).extracting(RowKey::row).containsExactly(1L, 3L);
        assertThat(upload.upload().splitting().rejectedBy())
                .containsExactlyInAnyOrder(
                        new RejectCount("input", "not_a_number", 1), new RejectCount("input", "empty_value", 1));
        assertThat(upload.upload().splitting().admitted()).isEqualTo(1);
        assertThat(upload.upload().splitting().allRead()).isTrue();
    }

    @Test
    void shouldHaveNothingToDoForAFileOfAHeaderAlone() throws Exception {
        upload.accept("site,id\n");

        assertThat(upload.attempt().turn(upload.writer())).isEqualTo(Step.DONE);
        assertThat(upload.upload().splitting().allRead()).isTrue();
    }

    @Test
    void shouldNoteWhereTheRecordsAre() throws Exception {
        upload.accept(file());

        finish(upload.attempt());

        assertThat(upload.upload().splitting().published().get(0).first()).isZero();
        assertThat(upload.upload().splitting().published().get(0).last())
                .isGreaterThanOrEqualTo(upload.records().size() - 1);
    }

    @Test
    void shouldAdmitNoMoreThanTheWindow() throws Exception {
        upload.accept(file());
        upload.finished.lines = 0;
        Attempt attempt = upload.attempt(OptionalInt.of(3_000));
        TransactionalWriter writer = upload.writer();

        while (attempt.turn(writer) == Step.AGAIN) {
            assertThat(upload.upload().splitting().admitted()).isLessThanOrEqualTo(3_000);
        }

        assertThat(upload.upload().splitting().admitted()).isGreaterThan(2_000);
        upload.finished.lines = 3_000;
        assertThat(attempt.observe()).isTrue();
        assertThat(attempt.turn(writer)).isEqualTo(Step.AGAIN);
    }

    @Test
    void shouldPublishNothingOnceItIsPausedAndGoOnWhenItIsResumed() throws Exception {
        upload.accept(file());
        Attempt attempt = upload.attempt();
        TransactionalWriter writer = upload.writer();
        attempt.turn(writer);
        int records = upload.records().size();

        upload.book().update(upload.id, now -> now.withState(UploadState.PAUSED));

        assertThat(attempt.turn(writer)).isEqualTo(Step.DONE);
        assertThat(upload.records()).hasSize(records);
        upload.book().update(upload.id, now -> now.withState(UploadState.RUNNING));
        finish(attempt);
        assertEveryLineOnce();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldPublishEveryLineOnceWhateverBecomesOfTransactionsAndProcesses(long seed) throws Exception {
        Random random = new Random(seed);
        upload.accept(file());
        Attempt attempt = upload.attempt();
        TransactionalWriter writer = upload.writer();
        Step step = Step.AGAIN;
        int faults = 0;
        while (step != Step.DONE) {
            int fault = random.nextInt(6);
            faults += fault < 4 ? 1 : 0;
            switch (fault) {
                case 0 -> upload.kafka.loseCommit();
                case 1 -> upload.kafka.loseAnswerToCommit();
                case 2 -> upload.kafka.disconnect();
                case 3 -> {
                    upload.restart();
                    attempt = upload.attempt();
                    writer = upload.writer();
                }
                default -> {
                    // Nothing goes wrong this time.
                }
            }
            try {
                step = attempt.turn(writer);
            } catch (KafkaException | BookUnavailableException e) {
                attempt.reset();
            }
            upload.kafka.connect();
        }

        assertThat(faults).as("faults of seed %d", seed).isPositive();
        assertEveryLineOnce();
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private void finish(Attempt attempt) throws Exception {
        TransactionalWriter writer = upload.writer();
        while (attempt.turn(writer) != Step.DONE) {
            // Until there is nothing left.
        }
    }

    private void assertEveryLineOnce() {
        List<Long> rejected = upload.rows().stream().map(RowKey::row).collect(Collectors.toList());
        List<Long> published = upload.records().stream().map(RecordEvent::row).toList();
        assertThat(rejected).allMatch(row -> row % REJECT_EVERY == 0).doesNotHaveDuplicates();
        assertThat(published).noneMatch(row -> row % REJECT_EVERY == 0).doesNotHaveDuplicates();
        assertThat(rejected.size() + published.size()).isEqualTo(ROWS);
        assertThat(upload.upload().splitting().read()).isEqualTo(ROWS);
        assertThat(upload.upload().splitting().rejected()).isEqualTo(rejected.size());
        assertThat(upload.upload().splitting().admitted()).isEqualTo(published.size());
    }

    private static String file() {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> row % REJECT_EVERY == 0 ? "MLA,no" : "MLA," + row)
                .collect(Collectors.joining("\n", "site,id\n", "\n"));
    }
}
