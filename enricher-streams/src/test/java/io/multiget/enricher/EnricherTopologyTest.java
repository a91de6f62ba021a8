package io.multiget.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.DeadLetter;
import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupCounts;
import io.multiget.contract.LookupKey;
import io.multiget.contract.PipelineTopics;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.UploadState;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.enricher.http.ApiWait;
import io.multiget.enricher.http.Asker;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.Lookups;
import io.multiget.enricher.http.Question;
import io.multiget.enricher.lookup.CacheMeter;
import io.multiget.enricher.lookup.CancelsProcessor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnricherTopologyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID UPLOAD = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final Duration DRAIN = Duration.ofMillis(20);
    private static final Duration EMIT = Duration.ofSeconds(1);
    private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-00000000000b");

    /** By then the lines that wait have been looked through for cancels. */
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Pipeline pipeline = TestPipelines.books();
    private final PipelineTopics topics = Topics.of("books", 1);
    private final FakeLookups api = new FakeLookups();
    private final List<String> hitLayers = new ArrayList<>();
    private final List<UploadProgress> told = new ArrayList<>();
    private final CacheMeter hits = (lookup, layer) -> hitLayers.add(lookup.name() + " " + layer);

    @TempDir
    Path state;

    private TopologyTestDriver driver;
    private TestInputTopic<String, RecordEvent> records;
    private TestInputTopic<String, Upload> uploads;
    private TestInputTopic<LookupKey, LookupAnswer> published;
    private TestOutputTopic<String, String> rows;
    private TestOutputTopic<LookupKey, LookupAnswer> shared;
    private TestOutputTopic<String, UploadProgress> progress;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "multiget-books");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        config.put(DeadLetterHandler.PIPELINE_CONFIG, "books");
        driver = new TopologyTestDriver(new EnricherTopology(pipeline, topics, api, hits).build(), config, START);
        records = driver.createInputTopic(
                topics.records().name(),
                topics.records().key().serializer(),
                topics.records().value().serializer());
        uploads = driver.createInputTopic(
                Topics.UPLOADS.name(),
                Topics.UPLOADS.key().serializer(),
                Topics.UPLOADS.value().serializer());
        published = driver.createInputTopic(
                topics.lookups().name(),
                topics.lookups().key().serializer(),
                topics.lookups().value().serializer());
        rows = driver.createOutputTopic(
                topics.rows().name(),
                Serdes.String().deserializer(),
                Serdes.String().deserializer());
        shared = output(topics.lookups());
        progress = output(Topics.UPLOAD_PROGRESS);
        deadLetters = output(topics.deadLetters());
    }

    private <K, V> TestOutputTopic<K, V> output(Topic<K, V> topic) {
        return driver.createOutputTopic(
                topic.name(), topic.key().deserializer(), topic.value().deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldTellTheLookupsNowAndThenThatMoreIsToComeAndWhenNot() {
        pipe(1, "A", 7);
        pipe(2, "A", 8);
        tick(Duration.ofMillis(100));
        pipe(3, "A", 9);
        pipe(4, "A", 10, true);

        assertThat(api.expected).containsExactly(false, false, true);
    }

    @Test
    void shouldTellTheLookupsWhichTasksRunHere() {
        List<Object> running = List.copyOf(api.tasks);
        driver.close();
        List<Object> left = List.copyOf(api.tasks);
        start();

        assertThat(running).hasSize(1);
        assertThat(left).isEmpty();
    }

    @Test
    void shouldEnrichALineStageByStage() {
        pipe(1, "A", 7);

        api.answer("book", "A7", found("price", new BigDecimal("12.50"), "author_id", "x", "shop_id", 5L));
        tick(DRAIN);
        api.answer("author", "x", found("name", "Ana"));
        api.answer("shop", "5", found("town", "Lima"));
        tick(DRAIN);

        assertThat(rows.readKeyValue().value)
                .contains("\"status\":\"enriched\"")
                .contains("\"shelf\":\"A\",\"id\":7,\"price\":12.50,\"name\":\"Ana\",\"town\":\"Lima\"");
        assertThat(api.asked()).containsExactly("book A7", "author x", "shop 5");
    }

    @Test
    void shouldAskNothingAboutAKeyThatIsCached() {
        pipe(1, "A", 7);
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);

        pipe(2, "A", 7);

        assertThat(rows.readKeyValuesToList()).hasSize(2);
        assertThat(api.asked()).containsExactly("book A7");
    }

    @Test
    void shouldAskAgainOnceAnAnswerIsTooOld() {
        pipe(1, "A", 7);
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);

        driver.advanceWallClockTime(Duration.ofHours(25));
        pipe(2, "A", 7);

        assertThat(api.asked()).containsExactly("book A7", "book A7");
    }

    @Test
    void shouldBelieveWhatAnotherInstanceHasHeardWhereItsOwnAnswerIsTooOld() {
        TestInputTopic<LookupKey, LookupAnswer> otherInstance = driver.createInputTopic(
                topics.lookups().name(),
                topics.lookups().key().serializer(),
                topics.lookups().value().serializer());
        pipe(1, "A", 7);
        api.answer("book", "A7", found("author_id", "x"));
        tick(DRAIN);
        api.answer("author", "x", found("name", "Ana"));
        tick(DRAIN);
        tick(Duration.ofHours(25));

        otherInstance.pipeInput(
                new LookupKey("author", "x"),
                LookupAnswer.found(
                        Map.of("name", "Eva"),
                        Instant.parse("2026-01-02T00:30:00Z").toEpochMilli()));
        pipe(2, "A", 8);
        api.answer("book", "A8", found("author_id", "x"));
        tick(DRAIN);

        assertThat(api.asked()).containsExactly("book A7", "author x", "book A8");
        assertThat(rows.readValuesToList()).last().asString().contains("\"name\":\"Eva\"");
    }

    @Test
    void shouldBelieveNotFoundForItsOwnTime() {
        pipe(1, "A", 7);
        api.answer("book", "A7", new KeyResult.NotFound());
        tick(DRAIN);

        pipe(2, "A", 7);
        driver.advanceWallClockTime(Duration.ofHours(2));
        pipe(3, "A", 7);

        assertThat(api.asked()).containsExactly("book A7", "book A7");
        assertThat(rows.readKeyValuesToList()).hasSize(2).allSatisfy(row -> assertThat(row.value)
                .contains("\"code\":\"not_found\"")
                .contains("\"stage\":\"book\""));
    }

    @Test
    void shouldNeverCacheAFailure() {
        pipe(1, "A", 7);
        api.answer("book", "A7", new KeyResult.Failed("retries_exhausted", "503", 3));
        tick(DRAIN);

        pipe(2, "A", 7);

        assertThat(rows.readValue()).contains("\"code\":\"retries_exhausted\"").contains("\"tries\":3");
        assertThat(api.asked()).containsExactly("book A7", "book A7");
    }

    @Test
    void shouldLeaveNullsWhereAnOptionalLookupFindsNothing() {
        pipe(1, "A", 7);
        api.answer("book", "A7", found("price", BigDecimal.ONE, "author_id", "x"));
        tick(DRAIN);
        api.answer("author", "x", new KeyResult.NotFound());
        tick(DRAIN);

        assertThat(rows.readValue())
                .contains("\"status\":\"enriched\"")
                .doesNotContain("name")
                .doesNotContain("town");
    }

    @Test
    void shouldShareAnswersThroughTheTopicAndTheGlobalStore() {
        publish("author", "x", LookupAnswer.found(Map.of("name", "Ana"), START.toEpochMilli()));

        pipe(1, "A", 7);
        api.answer("book", "A7", found("author_id", "x", "shop_id", 5L));
        tick(DRAIN);
        api.answer("shop", "5", found("town", "Lima"));
        tick(DRAIN);

        assertThat(rows.readValue()).contains("\"name\":\"Ana\"");
        assertThat(api.asked()).containsExactly("book A7", "shop 5");
        assertThat(shared.readKeyValuesToMap()).containsOnlyKeys(new LookupKey("shop", "5"));
    }

    @Test
    void shouldLetThoseKnowWhoWaitForAnAnswerThatAnotherInstanceHas() {
        publish("author", "x", LookupAnswer.found(Map.of("name", "Ana"), START.toEpochMilli()));
        publish("shop", "5", LookupAnswer.notFound(START.toEpochMilli()));

        assertThat(api.heard)
                .containsExactly("author x Found[fields={name=Ana}] for PT24H", "shop 5 NotFound[] for PT1H");
    }

    @Test
    void shouldLetNobodyKnowOfAnswersThatAreNoNews() {
        publish(
                "author",
                "x",
                LookupAnswer.found(Map.of(), START.minus(Duration.ofMinutes(2)).toEpochMilli()));
        publish("no-such-lookup", "x", LookupAnswer.found(Map.of(), START.toEpochMilli()));
        publish("author", "y", null);

        assertThat(api.heard).isEmpty();
    }

    private void publish(String lookup, String key, @Nullable LookupAnswer answer) {
        published.pipeInput(new LookupKey(lookup, key), answer);
    }

    @Test
    void shouldTellWhichCacheAnAnswerWasIn() {
        publish("author", "x", LookupAnswer.found(Map.of("name", "Ana"), START.toEpochMilli()));

        pipe(1, "A", 7);
        assertThat(hitLayers).isEmpty();
        api.answer("book", "A7", found("author_id", "x"));
        tick(DRAIN);
        pipe(2, "A", 7);

        assertThat(hitLayers).containsExactly("author SHARED", "book TASK", "author RECENT");
    }

    @Test
    void shouldCountNoHitForAnAnswerThatIsTooOld() {
        pipe(1, "A", 7);
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);

        driver.advanceWallClockTime(Duration.ofHours(25));
        pipe(2, "A", 7);

        assertThat(hitLayers).isEmpty();
    }

    @Test
    void shouldTellProgressAsTotalsOnceASecond() {
        pipe(1, "A", 7);
        pipe(2, "A", 8);
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        api.bill("book", "A7", new Asker.CallCount(1, 0, 0));
        api.answer("book", "A8", new KeyResult.NotFound());
        tick(DRAIN);
        pipe(3, "A", 8);
        driver.advanceWallClockTime(EMIT);
        driver.advanceWallClockTime(EMIT);

        List<UploadProgress> told = progress.readValuesToList();

        UploadProgress last = told.get(told.size() - 1);
        assertThat(last.enriched()).isEqualTo(1);
        assertThat(last.rejected()).isEqualTo(2);
        assertThat(last.task()).isEqualTo("books-0");
        assertThat(last.lookups()).containsExactly(new LookupCounts("book", 1, 1, 0, 0, 2, 2));
        driver.advanceWallClockTime(EMIT);
        assertThat(progress.isEmpty()).isTrue();
    }

    @Test
    void shouldSayAtOnceThatNothingOfAnUploadIsPendingAnyMore() {
        pipe(1, "A", 7);
        pipe(2, "A", 8);
        driver.advanceWallClockTime(EMIT);
        progress.readValuesToList();

        api.answer("book", "A7", new KeyResult.NotFound());
        driver.advanceWallClockTime(LOOK);
        assertThat(progress.isEmpty()).isTrue();

        api.answer("book", "A8", new KeyResult.NotFound());
        driver.advanceWallClockTime(LOOK);
        assertThat(progress.readValuesToList())
                .extracting(UploadProgress::rejected)
                .containsExactly(2L);
    }

    @Test
    void shouldSayWhichApiItWaitsForWhileLinesWait() {
        pipe(1, "A", 7);
        api.waits = List.of(new ApiWait("library", Instant.EPOCH, "503", null));
        driver.advanceWallClockTime(EMIT);

        List<UploadProgress> told = progress.readValuesToList();

        assertThat(told.get(told.size() - 1).waiting()).isNotNull().satisfies(w -> assertThat(w.on())
                .isEqualTo("api:library"));
    }

    @Test
    void shouldSayAtOnceThatItBeginsAndCeasesToWait() {
        pipe(1, "A", 7);
        driver.advanceWallClockTime(EMIT);
        progress.readValuesToList();

        api.waits = List.of(new ApiWait("library", Instant.EPOCH, "503", null));
        driver.advanceWallClockTime(LOOK);
        assertThat(progress.readValuesToList())
                .extracting(UploadProgress::waiting)
                .doesNotContainNull()
                .hasSize(1);

        api.waits = List.of(new ApiWait("library", Instant.EPOCH, "503", Instant.EPOCH));
        driver.advanceWallClockTime(LOOK);
        assertThat(progress.readValuesToList()).isEmpty();

        api.waits = List.of();
        driver.advanceWallClockTime(LOOK);
        assertThat(progress.readValuesToList())
                .extracting(UploadProgress::waiting)
                .containsOnlyNulls()
                .hasSize(1);
    }

    @Test
    void shouldBuryWhatNobodyCanReadAndGoOn() {
        TestInputTopic<String, String> others = driver.createInputTopic(
                topics.records().name(),
                Serdes.String().serializer(),
                Serdes.String().serializer());
        others.pipeInput("k", "not json");
        others.pipeInput("k", "{\"v\":9}");
        others.pipeInput("k", (String) null);
        pipe(1, "A", 7);

        assertThat(deadLetters.readValuesToList())
                .extracting(DeadLetter::code)
                .containsExactly("unreadable_record", "unknown_version", "unreadable_record");
        assertThat(api.asked()).containsExactly("book A7");
    }

    @Test
    void shouldAskAboutEveryWaitingLineAgainAfterACrash() {
        pipe(1, "A", 7);
        pipe(2, "A", 8);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "multiget-books");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("next").toString());
        FakeLookups next = new FakeLookups();

        try (TopologyTestDriver restarted = new TopologyTestDriver(
                new EnricherTopology(pipeline, topics, next).build(), config, Instant.parse("2026-01-01T00:00:00Z"))) {
            copyStore("pending-book", restarted);
            restarted.advanceWallClockTime(DRAIN);

            assertThat(next.asked()).containsExactlyInAnyOrder("book A7", "book A8");
        }
    }

    @Test
    void shouldWithdrawTheLinesThatWaitWhenTheirUploadIsCancelled() {
        pipe(1, "A", 7);
        pipe(2, "A", 8);
        api.waits = List.of(new ApiWait("library", Instant.EPOCH, "503", null));
        driver.advanceWallClockTime(EMIT);

        cancel(UPLOAD, 1);
        tick(LOOK);
        driver.advanceWallClockTime(EMIT);

        assertThat(rows.isEmpty()).isTrue();
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isEqualTo(2);
        assertThat(lastTold(UPLOAD, 1).waiting()).isNull();
        assertThat(pendingLines()).isZero();
        assertThat(api.withdrawals).isEqualTo(1);
        assertThat(api.needed("book", "A7")).isFalse();
    }

    @Test
    void shouldWithdrawALineThatComesAfterItsCancel() {
        cancel(UPLOAD, 1);

        pipe(1, "A", 7);
        driver.advanceWallClockTime(EMIT);

        assertThat(api.asked()).isEmpty();
        assertThat(rows.isEmpty()).isTrue();
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isEqualTo(1);
    }

    @Test
    void shouldNotAskInALaterStageForACancelledUpload() {
        pipe(1, "A", 7);
        cancel(UPLOAD, 1);

        api.answer("book", "A7", found("author_id", "x"));
        tick(Duration.ofMillis(10));
        tick(LOOK);
        driver.advanceWallClockTime(EMIT);

        assertThat(api.asked()).containsExactly("book A7");
        assertThat(rows.isEmpty()).isTrue();
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheOutcomeOfALineThatWasDoneBeforeTheCancel() {
        pipe(1, "A", 7);
        pipe(2, "A", 8);
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);

        cancel(UPLOAD, 1);
        tick(LOOK);
        driver.advanceWallClockTime(EMIT);

        assertThat(rows.readKeyValuesToList()).hasSize(1);
        assertThat(lastTold(UPLOAD, 1).enriched()).isEqualTo(1);
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheOutcomeOfALineWhoseAnswerWasNotReadYetWhenItsCancelCame() {
        pipe(1, "A", 7);
        api.answer("book", "A7", found("price", BigDecimal.ONE));

        cancel(UPLOAD, 1);
        tick(LOOK);
        driver.advanceWallClockTime(EMIT);

        assertThat(rows.readKeyValuesToList()).hasSize(1);
        assertThat(lastTold(UPLOAD, 1).enriched()).isEqualTo(1);
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isZero();
    }

    @Test
    void shouldEnrichALineThatComesAfterItsCancelWhenAllOfItIsKnown() {
        pipe(event(OTHER, 1, 1, "A", 7));
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);
        cancel(UPLOAD, 1);

        pipe(1, "A", 7);
        driver.advanceWallClockTime(EMIT);

        assertThat(api.asked()).containsExactly("book A7");
        assertThat(rows.readKeyValuesToList()).hasSize(2);
        assertThat(lastTold(UPLOAD, 1).enriched()).isEqualTo(1);
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isZero();
    }

    @Test
    void shouldAnswerTheLineOfAnotherUploadThatWaitsForTheSameKey() {
        pipe(1, "A", 7);
        pipe(event(OTHER, 1, 1, "A", 7));

        cancel(UPLOAD, 1);
        tick(LOOK);
        api.answerAll("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);
        driver.advanceWallClockTime(EMIT);

        assertThat(rows.readKeyValuesToList()).singleElement().satisfies(row -> assertThat(row.key)
                .contains(OTHER.toString()));
        assertThat(lastTold(UPLOAD, 1).withdrawn()).isEqualTo(1);
        assertThat(lastTold(OTHER, 1).enriched()).isEqualTo(1);
    }

    @Test
    void shouldRememberAnAnswerThatComesAfterItsLineWasWithdrawn() {
        pipe(1, "A", 7);
        cancel(UPLOAD, 1);
        tick(LOOK);

        api.answer("book", "A7", found("price", BigDecimal.ONE));
        pipe(event(OTHER, 1, 1, "A", 8));
        tick(DRAIN);
        pipe(event(OTHER, 1, 2, "A", 7));

        assertThat(api.asked()).containsExactly("book A7", "book A8");
        assertThat(rows.readKeyValuesToList()).singleElement().satisfies(row -> assertThat(row.key)
                .contains(OTHER.toString()));
    }

    @Test
    void shouldNotWithdrawTheLinesOfAReplayForTheCancelBeforeIt() {
        cancel(UPLOAD, 1);

        pipe(event(UPLOAD, 2, 1, "A", 7));
        tick(LOOK);
        api.answer("book", "A7", found("price", BigDecimal.ONE));
        tick(DRAIN);
        driver.advanceWallClockTime(EMIT);

        assertThat(rows.readKeyValuesToList()).hasSize(1);
        assertThat(lastTold(UPLOAD, 2).withdrawn()).isZero();
    }

    @Test
    void shouldWithdrawTheLinesOfAReplayThatIsCancelledItself() {
        cancel(UPLOAD, 1);
        pipe(event(UPLOAD, 2, 1, "A", 7));

        cancel(UPLOAD, 2);
        tick(LOOK);
        driver.advanceWallClockTime(EMIT);

        assertThat(lastTold(UPLOAD, 2).withdrawn()).isEqualTo(1);
    }

    @Test
    void shouldKeepOfTheUploadsOnlyTheCancelsOfItsPipeline() {
        uploads.pipeInput(OTHER.toString(), upload(OTHER, "books", 1, UploadState.RUNNING));
        uploads.pipeInput(OTHER.toString(), upload(OTHER, "films", 1, UploadState.CANCELLING));
        cancel(UPLOAD, 1);

        assertThat(driver.<UUID, Integer>getKeyValueStore("cancels").approximateNumEntries())
                .isEqualTo(1);
    }

    /** The driver forgives what kills a real global thread, so the reader is asked itself. */
    @Test
    void shouldReadNothingWhereARecordIsNoUpload() {
        byte[] notAnUpload = "not json".getBytes(StandardCharsets.UTF_8);

        Upload read = CancelsProcessor.reader().deserialize(Topics.UPLOADS.name(), notAnUpload);

        assertThat(read).isNull();
    }

    @Test
    void shouldGoOnAfterAnUploadThatNobodyCanRead() {
        TestInputTopic<String, String> others = driver.createInputTopic(
                Topics.UPLOADS.name(),
                Serdes.String().serializer(),
                Serdes.String().serializer());
        others.pipeInput(UPLOAD.toString(), "not json");
        others.pipeInput(UPLOAD.toString(), "{}");
        others.pipeInput(UPLOAD.toString(), "{\"pipeline\":\"books\",\"state\":\"cancelled\"}");
        others.pipeInput(UPLOAD.toString(), (String) null);
        others.pipeInput(null, "[]");

        pipe(1, "A", 7);

        assertThat(api.asked()).containsExactly("book A7");
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldWithdrawWhatWaitedWhenTheCancelCameWhileItWasDown() {
        pipe(1, "A", 7);
        pipe(event(OTHER, 1, 1, "A", 8));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "multiget-books");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("next").toString());
        FakeLookups next = new FakeLookups();

        try (TopologyTestDriver restarted = new TopologyTestDriver(
                new EnricherTopology(pipeline, topics, next).build(), config, Instant.parse("2026-01-01T00:00:00Z"))) {
            copyStore("pending-book", restarted);
            copyStore("progress", restarted);
            restarted
                    .createInputTopic(
                            Topics.UPLOADS.name(),
                            Topics.UPLOADS.key().serializer(),
                            Topics.UPLOADS.value().serializer())
                    .pipeInput(UPLOAD.toString(), upload(UPLOAD, "books", 1, UploadState.CANCELLED));
            restarted.advanceWallClockTime(DRAIN);
            restarted.advanceWallClockTime(EMIT);

            assertThat(next.asked()).containsExactly("book A8");
            assertThat(restarted
                            .createOutputTopic(
                                    Topics.UPLOAD_PROGRESS.name(),
                                    Topics.UPLOAD_PROGRESS.key().deserializer(),
                                    Topics.UPLOAD_PROGRESS.value().deserializer())
                            .readValuesToList())
                    .filteredOn(told -> told.uploadId().equals(UPLOAD))
                    .extracting(UploadProgress::withdrawn)
                    .containsExactly(1L);
        }
    }

    private void cancel(UUID id, int attempt) {
        uploads.pipeInput(id.toString(), upload(id, "books", attempt, UploadState.CANCELLING));
    }

    private static Upload upload(UUID id, String pipelineName, int attempt, UploadState state) {
        return new Upload(
                id,
                pipelineName,
                "books.csv",
                1,
                "00",
                "ingest",
                null,
                new Upload.Reading("csv", null, null, null),
                attempt,
                null,
                state,
                Upload.Splitting.START,
                null,
                Instant.EPOCH,
                null,
                null,
                null);
    }

    private UploadProgress lastTold(UUID id, int attempt) {
        progress.readValuesToList().forEach(told::add);
        return told.stream()
                .filter(word -> word.uploadId().equals(id) && word.attempt() == attempt)
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private long pendingLines() {
        long lines = 0;
        for (String store : List.of("pending-book", "pending-author-shop")) {
            try (var all = driver.getKeyValueStore(store).all()) {
                for (; all.hasNext(); all.next()) {
                    lines++;
                }
            }
        }
        return lines;
    }

    private void copyStore(String name, TopologyTestDriver to) {
        org.apache.kafka.streams.state.KeyValueStore<Object, Object> source = driver.getKeyValueStore(name);
        org.apache.kafka.streams.state.KeyValueStore<Object, Object> target = to.getKeyValueStore(name);
        try (var all = source.all()) {
            all.forEachRemaining(entry -> target.put(entry.key, entry.value));
        }
    }

    @Test
    void shouldNameProcessorsStoresAndTopicsForGood() {
        Map<String, Set<String>> stores = new TreeMap<>();
        Map<String, String> sinks = new TreeMap<>();
        TopologyDescription description =
                new EnricherTopology(pipeline, topics, api).build().describe();
        description.subtopologies().stream().flatMap(s -> s.nodes().stream()).forEach(node -> {
            if (node instanceof TopologyDescription.Processor processor) {
                stores.put(node.name(), new TreeSet<>(processor.stores()));
            } else if (node instanceof TopologyDescription.Sink sink) {
                sinks.put(node.name(), sink.topic());
            }
        });

        assertThat(stores)
                .containsOnly(
                        Map.entry("start", Set.of("progress", "progress-book")),
                        Map.entry("lookup-book", Set.of("cache-book", "pending-book", "progress", "progress-book")),
                        Map.entry("lookup-author-shop", Set.of("pending-author-shop", "progress", "progress-book")),
                        Map.entry("finish", Set.of("progress", "progress-book")));
        assertThat(sinks)
                .containsOnly(
                        Map.entry("rows", "books.rows"),
                        Map.entry("lookups", "books.lookups"),
                        Map.entry("progress", "upload-progress"),
                        Map.entry("dead-letters", "books.dead-letters"));
    }

    private void pipe(long row, String shelf, long id) {
        pipe(row, shelf, id, false);
    }

    private void pipe(long row, String shelf, long id, boolean last) {
        pipe(new RecordEvent(UPLOAD, 1, row, row + 1, shelf + "," + id, Map.of("shelf", shelf, "id", id), last));
    }

    private void pipe(RecordEvent event) {
        records.pipeInput(
                event.columns().get("shelf").toString() + event.columns().get("id"), event);
    }

    private static RecordEvent event(UUID upload, int attempt, long row, String shelf, long id) {
        return new RecordEvent(
                upload, attempt, row, row + 1, shelf + "," + id, Map.of("shelf", shelf, "id", id), false);
    }

    private void tick(Duration time) {
        driver.advanceWallClockTime(time);
    }

    private static KeyResult found(Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new java.util.LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new KeyResult.Found(fields);
    }

    /** Remembers what it was asked, and answers when the test says so. */
    private static final class FakeLookups implements Lookups {
        private record Asked(Question question, Asker asker) {}

        private final List<Asked> open = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();
        private final List<Boolean> expected = new ArrayList<>();
        private final List<Object> tasks = new ArrayList<>();
        private List<ApiWait> waits = List.of();
        private final List<String> heard = new ArrayList<>();
        private int withdrawals;

        @Override
        public void started(Object task) {
            tasks.add(task);
        }

        @Override
        public void ended(Object task) {
            tasks.remove(task);
        }

        @Override
        public void expect(Object upload, boolean last) {
            expected.add(last);
        }

        @Override
        public void ask(Question question, Asker asker) {
            open.add(new Asked(question, asker));
            asked.add(question.lookup().name() + " " + question.key());
        }

        @Override
        public void withdrawn() {
            withdrawals++;
        }

        @Override
        public void remember(Question good) {}

        @Override
        public void heard(Lookup lookup, String key, KeyResult result, Duration left) {
            heard.add(lookup.name() + " " + key + " " + result + " for " + left);
        }

        @Override
        public List<ApiWait> waiting() {
            return waits;
        }

        List<String> asked() {
            return asked;
        }

        void answer(String lookup, String key, KeyResult result) {
            Asked match = match(lookup, key);
            match.asker().answered(match.question(), result, true);
        }

        /** Answers everybody who still needs it, as the engine does. */
        void answerAll(String lookup, String key, KeyResult result) {
            boolean first = true;
            for (Asked each : all(lookup, key)) {
                each.asker()
                        .answered(
                                each.question(), result, first && !each.asker().isWithdrawn());
                first &= each.asker().isWithdrawn();
            }
        }

        boolean needed(String lookup, String key) {
            return all(lookup, key).stream().anyMatch(a -> !a.asker().isWithdrawn());
        }

        void bill(String lookup, String key, Asker.CallCount count) {
            Asked match = match(lookup, key);
            match.asker().called(match.question(), count);
        }

        private Asked match(String lookup, String key) {
            return all(lookup, key).get(0);
        }

        private List<Asked> all(String lookup, String key) {
            return open.stream()
                    .filter(a -> a.question().lookup().name().equals(lookup)
                            && a.question().key().equals(key))
                    .toList();
        }
    }
}
