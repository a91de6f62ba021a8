package io.multiget.ingest.status;

import static io.multiget.ingest.status.Events.ID;
import static io.multiget.ingest.status.Events.KEY;
import static io.multiget.ingest.status.Events.START;
import static io.multiget.ingest.status.Events.calls;
import static io.multiget.ingest.status.Events.notFound;
import static io.multiget.ingest.status.Events.progress;
import static io.multiget.ingest.status.Events.running;
import static io.multiget.ingest.status.Events.splitting;
import static io.multiget.ingest.status.Events.upload;
import static io.multiget.ingest.status.Events.waiting;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTopologyTest {
    private static final List<String> LOOKUPS = List.of("item", "category", "currency", "seller");

    @TempDir
    private static Path stateDir;

    private final StatusTopology topology = new StatusTopology(new StatusWriter(pipeline ->
            LOOKUPS.stream().map(name -> new StatusWriter.Asking(name, 20)).toList()));
    private final TopologyTestDriver driver = new TopologyTestDriver(topology.build(), settings());
    private final TestInputTopic<String, Upload> uploads = driver.createInputTopic(
            Topics.UPLOADS.name(),
            Topics.UPLOADS.key().serializer(),
            Topics.UPLOADS.value().serializer());
    private final TestInputTopic<String, UploadProgress> tasks = driver.createInputTopic(
            Topics.UPLOAD_PROGRESS.name(),
            Topics.UPLOAD_PROGRESS.key().serializer(),
            Topics.UPLOAD_PROGRESS.value().serializer());
    private final TestOutputTopic<String, UploadStatus> statuses = driver.createOutputTopic(
            Topics.UPLOAD_STATUS.name(),
            Topics.UPLOAD_STATUS.key().deserializer(),
            Topics.UPLOAD_STATUS.value().deserializer());

    private Instant now = START;
    private @Nullable UploadStatus newest;

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "status-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return settings;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldShowEveryLookupFromTheBeginning() {
        tell(upload(1, UploadState.RECEIVING, Upload.Splitting.START));

        UploadStatus status = newest();

        assertThat(status.state()).isEqualTo(UploadState.RECEIVING);
        assertThat(status.rows()).isEqualTo(new UploadStatus.Rows(null, 0, 0, 0, 0, 0, 0, 0));
        assertThat(status.stages()).extracting(StageCounts::name).containsExactlyElementsOf(LOOKUPS);
    }

    @Test
    void shouldAddUpTheTasks() {
        tell(running(100L, 100));
        report(progress("t-0", 10, notFound(2)));
        report(progress("t-1", 20, notFound(3)));

        UploadStatus status = newest();

        assertThat(status.rows()).isEqualTo(new UploadStatus.Rows(100L, 100, 0, 30, 5, 0, 65, 0));
        assertThat(status.rejectedBy()).containsExactly(notFound(5));
        assertThat(status.state()).isEqualTo(UploadState.RUNNING);
    }

    @Test
    void shouldCountWhatWasRejectedAtInput() {
        RejectCount invalid = new RejectCount("input", "invalid_site", 4);
        tell(upload(1, UploadState.RUNNING, splitting(10L, 10, invalid)));
        report(progress("t-0", 5, notFound(1)));

        UploadStatus status = newest();

        assertThat(status.rows().rejected()).isEqualTo(5);
        assertThat(status.rows().inFlight()).isZero();
        assertThat(status.rejectedBy()).containsExactly(invalid, notFound(1));
        assertThat(status.state()).isEqualTo(UploadState.FINISHED);
    }

    @Test
    void shouldNeverShowReadBelowWhatIsFinished() {
        tell(running(null, 10));
        report(progress("t-0", 25));

        assertThat(newest().rows()).isEqualTo(new UploadStatus.Rows(null, 25, 0, 25, 0, 0, 0, 0));
    }

    @Test
    void shouldKeepTheCountsWhenProgressIsSentAgainOrLate() {
        tell(running(100L, 100));
        report(progress("t-0", 10));
        report(progress("t-0", 30));

        report(progress("t-0", 30));
        report(progress("t-0", 10));

        assertThat(newest().rows().enriched()).isEqualTo(30);
    }

    @Test
    void shouldSayNothingOfAnUploadNobodyTold() {
        report(progress("t-0", 10));

        assertThat(statuses.isEmpty()).isTrue();
    }

    @Test
    void shouldUseProgressThatCameBeforeItsUpload() {
        report(progress("t-0", 10));
        tell(running(20L, 20));

        assertThat(newest().rows().enriched()).isEqualTo(10);
    }

    @Test
    void shouldFinishWithTheLastLineAndNoteWhen() {
        tell(running(3L, 3));
        now = START.plusSeconds(2);
        report(progress("t-0", 2, notFound(1)));

        UploadStatus status = newest();

        assertThat(status.state()).isEqualTo(UploadState.FINISHED);
        assertThat(status.finishedAt()).isEqualTo(now);
        assertThat(status.rate()).isEqualTo(1.5);
        assertThat(status.etaSeconds()).isNull();
    }

    @Test
    void shouldFinishAnUploadWithoutLines() {
        tell(running(0L, 0));

        assertThat(newest().state()).isEqualTo(UploadState.FINISHED);
    }

    @Test
    void shouldFinishAPausedUploadThatHasNothingLeft() {
        tell(upload(1, UploadState.PAUSED, splitting(1L, 1)));
        report(progress("t-0", 1));

        assertThat(newest().state()).isEqualTo(UploadState.FINISHED);
    }

    @Test
    void shouldCountUnprocessedLinesOfACancelledUpload() {
        Upload.Splitting cancelled = new Upload.Splitting(100L, 40, 0, List.of(), 0, 0, 60, Map.of(), Map.of());
        tell(running(100L, 40));
        report(progress("t-0", 38));
        tell(upload(1, UploadState.CANCELLING, cancelled));
        UploadStatus cancelling = newest();

        report(progress("t-0", 39, notFound(1)));
        tell(upload(1, UploadState.CANCELLED, cancelled));

        assertThat(cancelling.rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 38, 0, 60, 2, 0));
        assertThat(newest().rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 39, 1, 60, 0, 40));
        assertThat(newest().state()).isEqualTo(UploadState.CANCELLED);
    }

    @Test
    void shouldCountTheLinesThatACancelHasWithdrawn() {
        tell(running(100L, 40));
        report(progress("t-0", 20));
        tell(cancelled(UploadState.CANCELLING, 60));
        report(withdrawn("t-0", 21, 9));
        UploadStatus cancelling = newest();

        report(withdrawn("t-1", 0, 10));
        UploadStatus drained = newest();
        tell(cancelled(UploadState.CANCELLED, 79));

        assertThat(cancelling.rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 21, 0, 69, 9, 10, 0));
        assertThat(drained.rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 21, 0, 79, 19, 0, 0));
        assertThat(drained.state()).isEqualTo(UploadState.CANCELLING);
        assertThat(newest().rows()).isEqualTo(new UploadStatus.Rows(100L, 40, 0, 21, 0, 79, 19, 0, 21));
        assertThat(newest().state()).isEqualTo(UploadState.CANCELLED);
    }

    @Test
    void shouldNotTakeBackWithdrawnLinesWhenProgressIsSentAgain() {
        tell(cancelled(UploadState.CANCELLING, 60));
        report(withdrawn("t-0", 20, 20));

        report(progress("t-0", 20));

        assertThat(newest().rows().withdrawn()).isEqualTo(20);
    }

    @Test
    void shouldNotTakeAnUploadForFinishedWhoseCancelOnlyATaskHasHeardOf() {
        tell(running(40L, 40));

        report(withdrawn("t-0", 20, 20));

        assertThat(newest().state()).isEqualTo(UploadState.RUNNING);
        assertThat(newest().rows()).isEqualTo(new UploadStatus.Rows(40L, 40, 0, 20, 0, 20, 20, 0, 0));
    }

    @Test
    void shouldCountALineThatACancelledReplayHasWithdrawnWhereItWasBefore() {
        Upload.Splitting replay = new Upload.Splitting(30L, 10, 0, List.of(), 0, 0, 0, Map.of(), Map.of());
        Upload.Splitting kept = new Upload.Splitting(30L, 30, 0, List.of(), 26, 26, 0, Map.of(), Map.of());
        tell(upload(2, UploadState.CANCELLING, replay));
        report(new UploadProgress(ID, 2, "t-0", 4, List.of(), 6, List.of(), null));
        UploadStatus cancelling = newest();

        tell(upload(2, UploadState.CANCELLED, kept));

        assertThat(cancelling.rows()).isEqualTo(new UploadStatus.Rows(30L, 10, 0, 4, 0, 6, 6, 20, 0));
        assertThat(newest().rows()).isEqualTo(new UploadStatus.Rows(30L, 30, 0, 30, 0, 0, 0, 0, 30));
    }

    private static Upload cancelled(UploadState state, long unprocessed) {
        return upload(1, state, new Upload.Splitting(100L, 40, 0, List.of(), 0, 0, unprocessed, Map.of(), Map.of()));
    }

    @Test
    void shouldWaitWhileATaskWaits() {
        Waiting refused = new Waiting("api:mercadolibre", START, "429, retry after 30 s", START.plusSeconds(30));
        tell(running(100L, 50));
        report(progress("t-0", 10));
        report(waiting("t-1", 10, refused));
        UploadStatus waiting = newest();

        report(progress("t-1", 10));

        assertThat(waiting.state()).isEqualTo(UploadState.WAITING);
        assertThat(waiting.waiting()).isEqualTo(refused);
        assertThat(newest().state()).isEqualTo(UploadState.RUNNING);
        assertThat(newest().waiting()).isNull();
    }

    @Test
    void shouldShowAPauseRatherThanTheWaiting() {
        tell(upload(1, UploadState.PAUSED, splitting(100L, 50)));
        report(waiting("t-0", 10, new Waiting("api:mercadolibre", START, "503", null)));

        assertThat(newest().state()).isEqualTo(UploadState.PAUSED);
        assertThat(newest().waiting()).isNull();
    }

    @Test
    void shouldSayWhatACancelWaitsFor() {
        Waiting down = new Waiting("api:mercadolibre", START, "503", null);
        tell(upload(1, UploadState.CANCELLING, splitting(100L, 50)));
        report(waiting("t-0", 10, down));

        assertThat(newest().state()).isEqualTo(UploadState.CANCELLING);
        assertThat(newest().waiting()).isEqualTo(down);
    }

    @Test
    void shouldEndForGoodOnceLanded() {
        tell(running(30L, 30));
        report(progress("t-0", 30));
        tell(upload(1, UploadState.LANDED, splitting(30L, 30)));
        UploadStatus landed = newest();

        report(progress("t-0", 31));
        report(progress("t-9", 5));
        tell(running(30L, 10));

        assertThat(landed.state()).isEqualTo(UploadState.LANDED);
        assertThat(landed.rows()).isEqualTo(new UploadStatus.Rows(30L, 30, 0, 30, 0, 0, 0, 30));
        assertThat(landed.landedAt()).isEqualTo(START.plusSeconds(10));
        assertThat(newest()).isEqualTo(landed);
    }

    @Test
    void shouldStartASecondAttemptFromWhatItCarries() {
        tell(running(30L, 30));
        report(progress("t-0", 20, notFound(8), new RejectCount("item", "denied", 2)));
        tell(upload(1, UploadState.LANDED, splitting(30L, 30)));
        Upload.Splitting replay = new Upload.Splitting(
                30L, 20, 0, List.of(new RejectCount("input", "too_long", 0)), 20, 20, 0, Map.of(), Map.of());

        report(progress(2, "t-0", 1));
        tell(upload(2, UploadState.RUNNING, replay));
        report(progress("t-0", 99));
        UploadStatus first = newest();
        report(progress(2, "t-0", 7, notFound(3)));

        assertThat(first.attempt()).isEqualTo(2);
        assertThat(first.state()).isEqualTo(UploadState.RUNNING);
        assertThat(first.finishedAt()).isNull();
        assertThat(first.rows()).isEqualTo(new UploadStatus.Rows(30L, 21, 0, 21, 0, 0, 9, 20));
        assertThat(newest().rows()).isEqualTo(new UploadStatus.Rows(30L, 30, 0, 27, 3, 0, 0, 20));
        assertThat(newest().state()).isEqualTo(UploadState.FINISHED);
    }

    @Test
    void shouldTellHowLongItTakesFromTheLastSeconds() {
        tell(running(10_000L, 10_000));
        for (int second = 1; second <= 20; second++) {
            now = START.plusSeconds(second);
            report(progress("t-0", second <= 10 ? second : 10 + (second - 10) * 100L));
        }

        assertThat(newest().rate()).isEqualTo(100.0);
        assertThat(newest().etaSeconds()).isEqualTo(90);
    }

    @Test
    void shouldNeverLetCallsGoBack() {
        tell(running(100L, 100));
        report(calls("t-0", 10, new LookupCounts("item", 5, 1, 0, 0, 0, 90)));
        report(calls("t-0", 12, new LookupCounts("item", 4, 2, 0, 1, 0, 80)));
        report(calls("t-1", 1, new LookupCounts("seller", 1, 0, 0, 0, 0, 20)));

        assertThat(newest().stages())
                .containsExactly(
                        new StageCounts("item", 5, 5L, 2, 0, 1, 0, 90),
                        new StageCounts("category", 0, 0L, 0, 0, 0, 0, 0),
                        new StageCounts("currency", 0, 0L, 0, 0, 0, 0, 0),
                        new StageCounts("seller", 1, 1L, 0, 0, 0, 0, 20));
    }

    @Test
    void shouldForgetADeletedUpload() {
        tell(running(1L, 1));

        uploads.pipeInput(KEY, null);

        assertThat(statuses.readKeyValuesToMap()).containsEntry(KEY, null);
        assertThat(driver.getKeyValueStore(StatusTopology.BOOKS).get(KEY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "not json",
                "[]",
                "{}",
                "{\"upload_id\":\"6f1c9a52-3f4b-4d0e-9c55-0a6f6f6c1d11\"}",
                "{\"upload_id\":\"6f1c9a52-3f4b-4d0e-9c55-0a6f6f6c1d11\",\"task\":\"t\",\"attempt\":1,\"rejected_by\":[{}],"
                        + "\"lookups\":[{}],\"waiting\":{}}"
            })
    void shouldGoOnAfterARecordThatIsNoneOfOurs(String value) {
        for (String topic : List.of(Topics.UPLOADS.name(), Topics.UPLOAD_PROGRESS.name())) {
            TestInputTopic<String, String> foreign =
                    driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
            foreign.pipeInput(KEY, value);
            foreign.pipeInput(null, value);
            foreign.pipeInput("someone", value);
        }
        tell(running(10L, 10));
        report(progress("t-0", 3));

        assertThat(newest().rows().enriched()).isEqualTo(3);
    }

    @Test
    void shouldBalanceInEveryStatusWhateverTheOrder() {
        long seed = System.nanoTime();
        List<Runnable> events = new ArrayList<>();
        for (int step = 0; step <= 10; step++) {
            int n = step;
            events.add(() -> tell(upload(
                    1,
                    UploadState.RUNNING,
                    splitting(n < 5 ? null : 110L, n * 11L, new RejectCount("input", "empty_value", n)))));
            events.add(() -> report(progress("t-0", n * 4L, notFound(n))));
            events.add(() -> report(progress("t-1", n * 5L)));
        }
        events.addAll(List.copyOf(events));

        List<UploadStatus> seen = balancedStatuses(events, seed);

        assertThat(seen)
                .as("seed %d", seed)
                .extracting(status -> status.rows().enriched() + status.rows().rejected())
                .isSorted()
                .endsWith(110L);
        assertThat(seen.get(seen.size() - 1).state()).isEqualTo(UploadState.FINISHED);
    }

    @Test
    void shouldBalanceInEveryStatusOfACancelWhateverTheOrder() {
        long seed = System.nanoTime();
        List<Runnable> events = new ArrayList<>();
        for (int step = 0; step <= 10; step++) {
            int n = step;
            events.add(() -> tell(upload(1, UploadState.RUNNING, splitting(200L, n * 11L))));
            events.add(() -> report(withdrawn("t-0", n * 4L, n > 5 ? n : 0)));
            events.add(() -> report(withdrawn("t-1", n * 5L, n > 7 ? n - 7L : 0)));
        }
        Upload.Splitting givenUp = new Upload.Splitting(200L, 110, 0, List.of(), 0, 0, 90, Map.of(), Map.of());
        events.add(() -> tell(upload(1, UploadState.CANCELLING, givenUp)));

        List<UploadStatus> seen = balancedStatuses(events, seed);

        assertThat(seen)
                .as("seed %d", seed)
                .extracting(status -> status.rows().withdrawn())
                .isSorted()
                .endsWith(13L);
    }

    /** All that is said while the events happen, a tenth of a second apart, in an order drawn by the seed. */
    private List<UploadStatus> balancedStatuses(List<Runnable> events, long seed) {
        Collections.shuffle(events, new Random(seed));
        events.forEach(event -> {
            now = now.plus(Duration.ofMillis(100));
            event.run();
        });
        List<UploadStatus> seen = statuses.readValuesToList();
        assertThat(seen).as("seed %d", seed).allSatisfy(StatusTopologyTest::balances);
        return seen;
    }

    private static void balances(UploadStatus status) {
        UploadStatus.Rows rows = status.rows();
        long lines = rows.total() == null ? rows.read() : rows.total();
        assertThat(rows.withdrawn()).isLessThanOrEqualTo(rows.unprocessed());
        assertThat(rows.enriched() + rows.rejected() + rows.unprocessed() + rows.inFlight())
                .isEqualTo(lines);
        assertThat(rows.read()).isGreaterThanOrEqualTo(rows.enriched() + rows.rejected());
        assertThat(rows.landed()).isLessThanOrEqualTo(rows.enriched() + rows.rejected());
    }

    @Test
    void shouldKeepTheNamesThatOutliveADeploy() {
        List<String> names = topology.build().describe().subtopologies().stream()
                .flatMap(subtopology -> subtopology.nodes().stream())
                .map(TopologyDescription.Node::name)
                .sorted()
                .toList();

        assertThat(names)
                .containsExactly(
                        "books",
                        "events",
                        "owner",
                        "real-progress",
                        "real-uploads",
                        "task",
                        "upload-progress",
                        "upload-status",
                        "uploads");
        assertThat(driver.getAllStateStores().keySet())
                .isEqualTo(Map.of("upload-books", 1).keySet());
    }

    private void tell(Upload upload) {
        uploads.pipeInput(KEY, upload, now);
    }

    private void report(UploadProgress progress) {
        assertThat(progress.uploadId()).isEqualTo(ID);
        tasks.pipeInput(KEY, progress, now);
    }

    private UploadStatus newest() {
        statuses.readValuesToList().forEach(status -> newest = status);
        return Objects.requireNonNull(newest, "no status yet");
    }
}
