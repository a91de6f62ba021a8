package io.multiget.ingest.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.ingest.kafka.Transaction;
import io.multiget.ingest.kafka.TransactionalWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UploadBookTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final BookFixture kafka = new BookFixture();
    private final UploadBook book = kafka.book();

    @Test
    void shouldFindAnUploadAgainAfterARestart() {
        Upload upload = book.accept(upload("a.csv", null));

        UploadBook restarted = kafka.book();

        assertThat(restarted.find(upload.uploadId())).contains(upload);
    }

    @Test
    void shouldLeaveTheUploadsOfOtherInstancesAlone() {
        Upload mine = upload("a.csv", null);
        book.accept(new Upload(
                mine.uploadId(),
                mine.pipeline(),
                mine.file(),
                1,
                "00",
                "other",
                null,
                mine.reading(),
                1,
                null,
                mine.state(),
                mine.splitting(),
                null,
                NOW,
                null,
                null,
                null));

        assertThat(kafka.book().uploads()).isEmpty();
    }

    @Test
    void shouldAnswerARepeatedIdempotencyKeyWithTheFirstUpload() {
        Upload first = book.accept(upload("a.csv", "key"));

        Upload again = book.accept(upload("a.csv", "key"));
        Upload afterRestart = kafka.book().accept(upload("a.csv", "key"));

        assertThat(again).isEqualTo(first);
        assertThat(afterRestart).isEqualTo(first);
        assertThat(kafka.committed()).hasSize(1);
    }

    @Test
    void shouldRefuseAnUploadWhileTheBrokersAreAway() {
        kafka.disconnect();

        assertThatThrownBy(() -> book.accept(upload("a.csv", null))).isInstanceOf(BookUnavailableException.class);

        kafka.connect();
        assertThat(book.accept(upload("b.csv", null)).file()).isEqualTo("b.csv");
        assertThat(book.uploads()).hasSize(1);
    }

    @Test
    void shouldWithdrawAnUploadThatWasRefusedAndWrittenDownAfterAll() {
        kafka.loseAnswerToCommit();
        Upload refused = upload("a.csv", null);
        assertThatThrownBy(() -> book.accept(refused)).isInstanceOf(BookUnavailableException.class);

        book.accept(upload("b.csv", null));

        assertThat(kafka.read(Duration.ZERO)).hasSize(1).doesNotContainKey(refused.uploadId());
    }

    @Test
    void shouldNotWriteAChangeThatChangesNothing() {
        Upload upload = book.accept(upload("a.csv", null));

        assertThat(book.update(upload.uploadId(), now -> now)).isEqualTo(upload);

        assertThat(kafka.committed()).hasSize(1);
    }

    @Test
    void shouldFindOutWhetherAChangeInDoubtTookPlace() {
        Upload upload = book.accept(upload("a.csv", null));
        kafka.loseAnswerToCommit();
        assertThatThrownBy(() -> book.update(upload.uploadId(), now -> now.started(NOW)))
                .isInstanceOf(BookUnavailableException.class);

        List<UploadState> seen = new ArrayList<>();
        book.update(upload.uploadId(), now -> {
            seen.add(now.state());
            return now.withState(UploadState.PAUSED);
        });

        assertThat(seen).containsExactly(UploadState.RUNNING);
    }

    @Test
    void shouldCommitAChangeTogetherWithTheRecordsOfItsTransaction() {
        Upload upload = book.accept(upload("a.csv", null));

        try (Transaction transaction = kafka.writer().begin()) {
            transaction.send(Topics.of("p", 1).records(), "key", null);
            assertThat(kafka.committed()).hasSize(1);
            book.commit(upload.uploadId(), transaction, now -> Optional.of(now.started(NOW)));
        }

        assertThat(kafka.committed()).hasSize(3);
        assertThat(book.find(upload.uploadId()).orElseThrow().state()).isEqualTo(UploadState.RUNNING);
    }

    @Test
    void shouldWriteNothingOfATransactionThatIsCalledOff() {
        Upload upload = book.accept(upload("a.csv", null));

        try (Transaction transaction = kafka.writer().begin()) {
            transaction.send(Topics.of("p", 1).records(), "key", null);
            assertThat(book.commit(upload.uploadId(), transaction, now -> Optional.empty()))
                    .isEmpty();
        }

        assertThat(kafka.committed()).hasSize(1);
    }

    @Test
    void shouldKnowTheStateBeforeATransactionThatFailed() {
        Upload upload = book.accept(upload("a.csv", null));
        TransactionalWriter writer = kafka.writer();
        kafka.loseCommit();

        try (Transaction transaction = writer.begin()) {
            assertThatThrownBy(() -> book.commit(upload.uploadId(), transaction, now -> Optional.of(now.started(NOW))))
                    .isInstanceOf(KafkaException.class);
        }

        assertThat(book.settled(upload.uploadId()).state()).isEqualTo(UploadState.RECEIVING);
    }

    @Test
    void shouldTellListenersAfterTheChangeIsCommitted() {
        List<UploadState> told = new ArrayList<>();
        book.onChange(id -> told.add(book.find(id).orElseThrow().state()));

        Upload upload = book.accept(upload("a.csv", null));
        book.update(upload.uploadId(), now -> now.started(NOW));

        assertThat(told).containsExactly(UploadState.RECEIVING, UploadState.RUNNING);
    }

    private static Upload upload(String file, @Nullable String key) {
        return new Upload(
                UUID.randomUUID(),
                "p",
                file,
                1,
                "00",
                BookFixture.OWNER,
                key,
                new Upload.Reading("csv", null, null, null),
                1,
                null,
                UploadState.RECEIVING,
                Upload.Splitting.START,
                null,
                NOW,
                null,
                null,
                null);
    }
}
