package io.multiget.ingest.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.contract.Failure;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.ReplayScope;
import io.multiget.contract.Upload.Splitting;
import io.multiget.contract.UploadState;
import io.multiget.ingest.book.BookFixture;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.split.FinishedLines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ControlsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final BookFixture kafka = new BookFixture();
    private final UploadBook book = kafka.book();
    private long finished;
    private final Controls controls = new Controls(
            book,
            new FinishedLines() {
                @Override
                public long finished(UUID upload, int attempt) {
                    return finished;
                }

                @Override
                public void onChange(Runnable listener) {}
            },
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldPauseAndResume() {
        Upload paused = controls.paused(running(100, 40));

        assertThat(paused.state()).isEqualTo(UploadState.PAUSED);
        assertThat(controls.paused(paused)).isSameAs(paused);
        assertThat(controls.resumed(paused).state()).isEqualTo(UploadState.RUNNING);
    }

    @Test
    void shouldStartAnUploadThatWasPausedBeforeItBegan() {
        Upload resumed = controls.resumed(controls.paused(received()));

        assertThat(resumed.state()).isEqualTo(UploadState.RUNNING);
        assertThat(resumed.startedAt()).isEqualTo(NOW);
    }

    @Test
    void shouldNotPauseWhatHasNothingLeftToPublish() {
        Upload read = running(100, 100);

        assertThat(controls.paused(read)).isSameAs(read);
    }

    @Test
    void shouldGiveUpWhatIsNotPublishedWhenItIsCancelled() {
        Upload cancelling = controls.cancelled(running(100, 40));

        assertThat(cancelling.state()).isEqualTo(UploadState.CANCELLING);
        assertThat(cancelling.splitting().unprocessed()).isEqualTo(60);
        assertThat(controls.cancelled(cancelling)).isSameAs(cancelling);
    }

    @Test
    void shouldCancelAnUploadThatIsPausedOrNotBegun() {
        assertThat(controls.cancelled(controls.paused(running(100, 40))).state())
                .isEqualTo(UploadState.CANCELLING);
        assertThat(controls.cancelled(received()).state()).isEqualTo(UploadState.CANCELLING);
    }

    @Test
    void shouldLeaveAnEndedUploadAsItIs() {
        Upload landed = running(100, 100).landed(NOW);
        Upload failed = running(100, 40).failed(new Failure("unreadable_file", "It broke."), NOW);

        assertThat(controls.cancelled(landed)).isSameAs(landed);
        assertThat(controls.resumed(failed)).isSameAs(failed);
        assertThat(controls.paused(failed)).isSameAs(failed);
    }

    @Test
    void shouldLeaveAnUploadAsItIsWhoseLastLineIsFinished() {
        finished = 100;
        Upload read = running(100, 100);

        assertThat(controls.cancelled(read)).isSameAs(read);
    }

    @Test
    void shouldGiveUpNothingOfAReplayBeforeItIsKnownWhatItLeaves() {
        Upload replay = running(100, 100).landed(NOW).replayed(ReplayScope.ALL, splitting(100, 10), NOW);

        Upload cancelling = controls.cancelled(replay);

        assertThat(cancelling.state()).isEqualTo(UploadState.CANCELLING);
        assertThat(cancelling.splitting().unprocessed()).isZero();
    }

    @Test
    void shouldSayThatAnotherInstanceHoldsTheUpload() {
        assertThatThrownBy(() -> controls.change(UUID.randomUUID(), controls::paused))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("unavailable"));
    }

    @Test
    void shouldSayUnavailableWhileKafkaIsAway() {
        Upload upload = book.accept(received());
        kafka.disconnect();

        assertThatThrownBy(() -> controls.change(upload.uploadId(), controls::paused))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
    }

    private static Upload running(long total, long read) {
        return received().started(NOW).withSplitting(splitting(total, read));
    }

    private static Splitting splitting(long total, long read) {
        return new Splitting(total, read, 0, List.of(), 0, 0, 0, Map.of(), Map.of());
    }

    private static Upload received() {
        return new Upload(
                UUID.randomUUID(),
                "p",
                "a.csv",
                1,
                "00",
                BookFixture.OWNER,
                null,
                new Upload.Reading("csv", null, null, null),
                1,
                null,
                UploadState.RECEIVING,
                Splitting.START,
                null,
                NOW,
                null,
                null,
                null);
    }
}
