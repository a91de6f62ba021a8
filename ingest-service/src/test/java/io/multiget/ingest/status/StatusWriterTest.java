package io.multiget.ingest.status;

import static io.multiget.ingest.status.Events.START;
import static io.multiget.ingest.status.Events.calls;
import static io.multiget.ingest.status.Events.notFound;
import static io.multiget.ingest.status.Events.progress;
import static io.multiget.ingest.status.Events.running;
import static io.multiget.ingest.status.Events.splitting;
import static io.multiget.ingest.status.Events.upload;
import static io.multiget.ingest.status.Events.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.RejectCount;
import io.multiget.contract.StageCounts;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
    private static final RejectCount INVALID = new RejectCount("input", "invalid_site", 2);

    private final StatusWriter writer = new StatusWriter(
            pipeline -> List.of(new StatusWriter.Asking("item", 20), new StatusWriter.Asking("category", 1)));

    @Test
    void shouldShowAPauseBeforeTheTopologyKnowsOfIt() {
        UploadStatus running = status(running(100L, 50), 20);

        UploadStatus paused = writer.broughtUpToDate(running, upload(1, UploadState.PAUSED, splitting(100L, 60)));

        assertThat(paused.state()).isEqualTo(UploadState.PAUSED);
        assertThat(paused.rows()).isEqualTo(new UploadStatus.Rows(100L, 60, 0, 20, 3, 0, 77, 0));
        assertThat(paused.rejectedBy()).isEqualTo(running.rejectedBy());
    }

    @Test
    void shouldBalanceACancelBeforeTheTopologyKnowsOfIt() {
        UploadStatus running = status(running(100L, 50), 20);
        Upload.Splitting cancelled = new Upload.Splitting(100L, 50, 0, List.of(), 0, 0, 50, Map.of(), Map.of());

        UploadStatus status = writer.broughtUpToDate(running, upload(1, UploadState.CANCELLING, cancelled));

        assertThat(status.rows()).isEqualTo(new UploadStatus.Rows(100L, 50, 0, 20, 3, 50, 27, 0));
    }

    @Test
    void shouldCountLinesRejectedAtInputOnce() {
        Upload known = upload(1, UploadState.RUNNING, splitting(100L, 50, INVALID));
        Upload newer = upload(1, UploadState.RUNNING, splitting(100L, 60, new RejectCount("input", "invalid_site", 5)));

        UploadStatus status = writer.broughtUpToDate(status(known, 20), newer);

        assertThat(status.rows().rejected()).isEqualTo(8);
        assertThat(status.rejectedBy()).containsExactly(new RejectCount("input", "invalid_site", 5), notFound(3));
    }

    @Test
    void shouldLandBeforeTheTopologyKnowsOfIt() {
        UploadStatus finished = status(running(23L, 23), 20);

        UploadStatus landed = writer.broughtUpToDate(finished, upload(1, UploadState.LANDED, splitting(23L, 23)));

        assertThat(finished.state()).isEqualTo(UploadState.FINISHED);
        assertThat(landed.state()).isEqualTo(UploadState.LANDED);
        assertThat(landed.rows()).isEqualTo(new UploadStatus.Rows(23L, 23, 0, 20, 3, 0, 0, 23));
    }

    @Test
    void shouldStartTheNextAttemptWithWhatItCarries() {
        Upload.Splitting replay = new Upload.Splitting(23L, 20, 0, List.of(), 20, 20, 0, Map.of(), Map.of());

        UploadStatus status =
                writer.broughtUpToDate(status(running(23L, 23), 20), upload(2, UploadState.RUNNING, replay));

        assertThat(status.attempt()).isEqualTo(2);
        assertThat(status.rows()).isEqualTo(new UploadStatus.Rows(23L, 20, 0, 20, 0, 0, 3, 20));
    }

    @Test
    void shouldKeepAStatusThatIsAheadOfTheOwnersWord() {
        UploadStatus running = status(running(100L, 50), 20);
        UploadStatus landed = status(upload(1, UploadState.LANDED, splitting(23L, 23)), 20);

        assertThat(writer.newer(running, running(100L, 40))).isEqualTo(running);
        assertThat(writer.newer(running, running(100L, 60)).rows().read()).isEqualTo(60);
        assertThat(writer.newer(landed, running(23L, 23))).isEqualTo(landed);
    }

    @Test
    void shouldSayTheSameWhenThereIsNothingNew() {
        Upload upload = upload(1, UploadState.RUNNING, splitting(100L, 50, INVALID));
        UploadStatus status = status(upload, 20);

        assertThat(writer.broughtUpToDate(status, upload)).isEqualTo(status);
    }

    @Test
    void shouldShowTheSinksTroubleAndTheRowsInTheTable() {
        Waiting trouble = new Waiting("sink", START, "Postgres cannot be reached", null);

        UploadStatus shown = StatusWriter.shown(status(running(100L, 50), 20), 17, Optional.of(trouble));

        assertThat(shown.state()).isEqualTo(UploadState.WAITING);
        assertThat(shown.waiting()).isEqualTo(trouble);
        assertThat(shown.rows().landed()).isEqualTo(17);
    }

    @Test
    void shouldTellTheFewestCallsThatCouldHaveAskedTheKeysOfAllTasksTogether() {
        UploadStatus status =
                asking(List.of(asked("item", 3, 21), asked("category", 7, 6)), List.of(asked("item", 2, 19)));

        assertThat(status.stages())
                .containsExactly(
                        new StageCounts("item", 5, 2L, 0, 0, 0, 0, 40),
                        new StageCounts("category", 7, 6L, 0, 0, 0, 0, 6));
    }

    @Test
    void shouldCountACallThatIsNotFull() {
        UploadStatus status = asking(List.of(asked("item", 3, 41)));

        assertThat(status.stages().get(0).minimumCalls()).isEqualTo(3);
    }

    @Test
    void shouldNotJudgeALookupThatThePipelineNoLongerHas() {
        UploadStatus status = asking(List.of(asked("currency", 3, 41)));

        assertThat(status.stages()).last().isEqualTo(new StageCounts("currency", 3, null, 0, 0, 0, 0, 41));
    }

    @Test
    void shouldKeepTheFewestCallsWhenOnlyTheOwnersWordIsNewer() {
        UploadStatus status = asking(List.of(asked("item", 3, 41)));

        UploadStatus paused = writer.broughtUpToDate(status, upload(1, UploadState.PAUSED, splitting(100L, 60)));

        assertThat(paused.stages()).isEqualTo(status.stages());
    }

    @Test
    void shouldKeepTheWithdrawnLinesWhenOnlyTheOwnersWordIsNewer() {
        Upload.Splitting givenUp = new Upload.Splitting(100L, 40, 0, List.of(), 0, 0, 60, Map.of(), Map.of());
        UploadBooks books =
                UploadBooks.EMPTY.with(running(100L, 40), START).with(withdrawn("t-0", 20, 7), START.plusSeconds(1));
        UploadStatus running = writer.status(books).orElseThrow();

        UploadStatus cancelling = writer.broughtUpToDate(running, upload(1, UploadState.CANCELLING, givenUp));

        assertThat(running.rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 20, 0, 7, 7, 73, 0));
        assertThat(cancelling.rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 20, 0, 67, 7, 13, 0));
        assertThat(writer.broughtUpToDate(cancelling, upload(1, UploadState.CANCELLING, givenUp)))
                .isEqualTo(cancelling);
    }

    @Test
    void shouldLeaveTheEndOfACancelledReplayToTheTopology() {
        Upload.Splitting replay = new Upload.Splitting(23L, 10, 0, List.of(), 0, 0, 0, Map.of(), Map.of());
        Upload.Splitting kept = new Upload.Splitting(23L, 23, 0, List.of(), 19, 19, 0, Map.of(), Map.of());
        UploadBooks books = UploadBooks.EMPTY
                .with(upload(2, UploadState.CANCELLING, replay), START)
                .with(new UploadProgress(Events.ID, 2, "t-0", 4, List.of(), 6, List.of(), null), START);
        UploadStatus cancelling = writer.status(books).orElseThrow();

        Upload ended = upload(2, UploadState.CANCELLED, kept);
        UploadStatus before = writer.broughtUpToDate(cancelling, ended);
        UploadStatus cancelled = writer.status(books.with(ended, START)).orElseThrow();

        assertThat(before).isEqualTo(cancelling);
        assertThat(cancelled.rows()).isEqualTo(new UploadStatus.Rows(23L, 23, 0, 23, 0, 0, 0, 0, 23));
        assertThat(writer.broughtUpToDate(cancelled, ended)).isEqualTo(cancelled);
    }

    @Test
    void shouldShowTheSinksTroubleWithoutHidingACancel() {
        Waiting trouble = new Waiting("sink", START, "Postgres cannot be reached", null);
        UploadStatus cancelling = status(upload(1, UploadState.CANCELLING, splitting(100L, 50)), 20);

        UploadStatus shown = StatusWriter.shown(cancelling, 17, Optional.of(trouble));

        assertThat(shown.state()).isEqualTo(UploadState.CANCELLING);
        assertThat(shown.waiting()).isEqualTo(trouble);
    }

    @Test
    void shouldReadAWordOfBeforeKeysWereCounted() {
        byte[] old = """
                {"upload_id": "%s", "attempt": 1, "task": "t-0", "enriched": 1, "rejected_by": [], "waiting": null,
                 "lookups": [{"name": "item", "calls": 5, "cache_hits": 1, "retries": 0, "throttled": 0, "not_found": 0}]}
                """.formatted(Events.ID).getBytes(StandardCharsets.UTF_8);

        UploadProgress progress =
                Topics.UPLOAD_PROGRESS.value().deserializer().deserialize(Topics.UPLOAD_PROGRESS.name(), old);

        assertThat(progress.lookups()).containsExactly(new LookupCounts("item", 5, 1, 0, 0, 0, 0));
        assertThat(progress.withdrawn()).isZero();
    }

    @Test
    void shouldReadAStatusOfBeforeLinesWereWithdrawn() {
        UploadStatus status = status(running(100L, 50), 20);
        String json = new String(
                        Topics.UPLOAD_STATUS.value().serializer().serialize(Topics.UPLOAD_STATUS.name(), status),
                        StandardCharsets.UTF_8)
                .replace("\"withdrawn\":0,", "");

        UploadStatus read = Topics.UPLOAD_STATUS
                .value()
                .deserializer()
                .deserialize(Topics.UPLOAD_STATUS.name(), json.getBytes(StandardCharsets.UTF_8));

        assertThat(json).doesNotContain("withdrawn");
        assertThat(read).isEqualTo(status);
    }

    private static LookupCounts asked(String lookup, long calls, long keys) {
        return new LookupCounts(lookup, calls, 0, 0, 0, 0, keys);
    }

    /** What each task has asked. */
    @SafeVarargs
    private UploadStatus asking(List<LookupCounts>... tasks) {
        UploadBooks books = UploadBooks.EMPTY.with(running(100L, 50), START);
        for (int i = 0; i < tasks.length; i++) {
            books = books.with(calls("t-" + i, 1, tasks[i].toArray(LookupCounts[]::new)), START.plusSeconds(1));
        }
        return writer.status(books).orElseThrow();
    }

    /** With three lines not found. */
    private UploadStatus status(Upload upload, long enriched) {
        UploadBooks books = UploadBooks.EMPTY
                .with(upload, START)
                .with(progress("t-0", enriched - 5, notFound(1)), START.plusSeconds(1))
                .with(progress("t-1", 5, notFound(2)), START.plusSeconds(2));
        return writer.status(books).orElseThrow();
    }
}
