package io.multiget.runner.page;

import static io.multiget.runner.page.Browser.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.Failure;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person sees, in every state that an upload can be in. */
class PageIT {
    private static final Instant SOON = Instant.now().plusSeconds(300);

    @TempDir
    private static Path folder;

    private static Browser browser;

    private FakeIngest ingest;
    private Sample sample;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start(folder.resolve("profile"));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startIngest() throws IOException {
        ingest = FakeIngest.start();
        sample = Sample.of(ingest.nextId());
    }

    @AfterEach
    void stopIngest() {
        browser.open("about:blank");
        ingest.close();
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldSayInPlainWordsWhereAnUploadStands(String name, UploadStatus status, String sentence)
            throws IOException {
        ingest.show(status);

        browser.open(progressPage(status));

        browser.awaitText("sentence", sentence);
        assertThat(browser.text("upload-title")).isEqualTo("items-2021-03.csv");
        assertThat(browser.overhangOnAPhone()).isZero();
        browser.screenshots("state-" + name);
    }

    static Stream<Arguments> shouldSayInPlainWordsWhereAnUploadStands() {
        Sample sample = Sample.of(UUID.fromString("5f0c4f5e-0b0e-4b9e-9a53-0d8a1f6c2d11"));
        Instant since = Instant.now().minusSeconds(42);
        return Stream.of(
                Arguments.of("receiving", sample.receiving(), "about to be read"),
                Arguments.of("counting", sample.counting(), "still being counted"),
                Arguments.of("running", sample.running(), "Lines are being looked up."),
                Arguments.of("paused", sample.paused(), "Paused by hand"),
                Arguments.of(
                        "waiting-api",
                        sample.waiting(new Waiting("api:mercadolibre", since, "429, retry after 30 s", SOON)),
                        "Waiting for the API mercadolibre since"),
                Arguments.of(
                        "waiting-sink",
                        sample.waiting(new Waiting("sink", since, "Postgres refuses connections", null)),
                        "Waiting for the table since"),
                Arguments.of("cancelling", sample.cancelling(), "What is done is put into the table first."),
                Arguments.of("cancelled", sample.cancelled(), "4,410 lines were left unprocessed"),
                Arguments.of(
                        "failed",
                        sample.failed(new Failure("wrong_delimiter", "The file looks like ; and is read with ,")),
                        "The file looks like ; and is read with ,"),
                Arguments.of("finished", sample.finished(), "on their way into the table: 18,250 of 20,000"),
                Arguments.of("landed", sample.landed(), "19,600 enriched, 400 rejected"),
                Arguments.of("landed-empty", sample.landedEmpty(), "nothing in the table"));
    }

    @Test
    void shouldShowCountsStagesAndReasons() {
        ingest.show(sample.running());

        browser.open(progressPage(sample.running()));

        browser.awaitText("enriched", "14,000");
        assertThat(browser.text("total")).isEqualTo("20,000");
        assertThat(browser.text("rejected")).isEqualTo("310");
        assertThat(browser.text("in-flight")).isEqualTo("5,690");
        assertThat(browser.text("landed")).isEqualTo("13,750");
        assertThat(browser.text("percent")).isEqualTo("71 %");
        assertThat(browser.text("pace")).isEqualTo("813 lines/s · about 2 minutes left");
        assertThat(browser.texts("#stages-rows tr"))
                .containsExactly(
                        "item 732 1,212 260 3 1",
                        "category 411 13,589 0 0 0",
                        "currency 8 13,992 0 0 0",
                        "seller 655 9,120 17 2 1");
        assertThat(browser.texts("#rejects-rows tr"))
                .containsExactly(
                        "item The API has no such key not_found 233",
                        "input Not a number not_a_number 39",
                        "input Not a valid site invalid_site 38");
        assertThat(browser.attribute("bar", "aria-valuenow")).isEqualTo("71");
        assertThat(browser.attribute("bar", "aria-valuetext"))
                .isEqualTo("14,000 enriched, 310 rejected, 5,690 in flight, of 20,000 lines");
        assertThat(browser.title()).isEqualTo("71 % · items-2021-03.csv – Multiget");
    }

    @Test
    void shouldFollowAnUploadByItsEventsUntilItHasLanded() {
        ingest.show(sample.counting());
        browser.open(progressPage(sample.counting()));
        browser.awaitText("state", "Running");
        assertThat(browser.attribute("bar", "aria-valuenow")).isEqualTo("null");
        patiently("the page listens").until(ingest::listeners, count -> count == 1);

        ingest.show(sample.running());
        browser.awaitText("percent", "71 %");
        ingest.show(sample.finished());
        browser.awaitText("state", "Finished");
        ingest.show(sample.landed());

        browser.awaitText("state", "Landed");
        assertThat(browser.text("pace")).isEqualTo("813 lines/s on average · took 25 seconds");
        assertThat(browser.link("rows-link")).isEqualTo(ingest.url() + "/uploads/" + sample.id() + "/rows.csv");
        assertThat(browser.link("rejected-link")).isEqualTo(ingest.url() + "/uploads/" + sample.id() + "/rejected.csv");
        patiently("the page listens no more").until(ingest::listeners, count -> count == 0);
    }

    @Test
    void shouldShowTheRowsThatReachTheTableAfterACancel() {
        ingest.show(sample.running());
        browser.open(progressPage(sample.running()));
        browser.awaitText("state", "Running");

        ingest.show(sample.cancelled(14_000));
        browser.awaitText("landed", "14,000");
        ingest.show(sample.cancelled(15_590));

        browser.awaitText("landed", "15,590");
    }

    @Test
    void shouldAskEverySecondWhereEventsDoNotComeThrough() {
        ingest.withoutEvents();
        ingest.show(sample.running());
        browser.open(progressPage(sample.running()));
        browser.awaitText("percent", "71 %");

        ingest.show(sample.landed());

        browser.awaitText("state", "Landed");
    }

    @Test
    void shouldKeepTheLastNumbersWhileTheServerIsAwayAndGoOnWhenItIsBack() throws IOException {
        ingest.show(sample.running());
        browser.open(progressPage(sample.running()));
        browser.awaitText("percent", "71 %");

        ingest.goAway();
        browser.awaitText("trouble", "Nothing answers at");
        assertThat(browser.text("enriched")).isEqualTo("14,000");
        browser.screenshots("server-away");
        ingest.show(sample.landed());
        ingest.comeBack();

        browser.awaitText("state", "Landed");
        assertThat(browser.sees("trouble")).isFalse();
    }

    @Test
    void shouldSayThatAnUploadIsUnknown() throws IOException {
        browser.open(ingest.url() + "/uploadstatus/" + sample.id());

        browser.awaitText("trouble", "There is no upload with this id.");
        assertThat(browser.sees("progress")).isFalse();
        browser.screenshots("unknown");
    }

    @Test
    void shouldUploadAFileWithItsOptions() throws IOException {
        ingest.show(sample.running());
        browser.open(ingest.url() + "/");
        browser.screenshots("start");

        browser.choose(file("items.csv", 100));
        browser.clickOn("#options summary");
        browser.type("pipeline", "mercadolibre");
        browser.select("delimiter", ";");
        browser.select("encoding", "windows-1252");
        browser.screenshots("options");
        browser.click("send");

        browser.awaitText("state", "Running");
        assertThat(browser.url()).isEqualTo(ingest.url() + "/uploadstatus/" + sample.id());
        FakeIngest.Received file = ingest.received().get(0);
        assertThat(file.fileName()).isEqualTo("items.csv");
        assertThat(file.query()).isEqualTo("pipeline=mercadolibre&delimiter=%3B&encoding=windows-1252");
        assertThat(file.idempotencyKey())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void shouldTakeAFileThatIsDropped() throws IOException {
        browser.open(ingest.url() + "/");

        drop("new File(['MLA,1'], 'dropped.csv')");
        assertThat(browser.text("chosen")).isEqualTo("dropped.csv, 5 bytes");
        drop("new File(['MLA,1'], 'one.csv')", "new File(['MLA,2'], 'two.csv')");

        browser.awaitText("refusal", "2 files were dropped. Drop a single one.");
    }

    private static void drop(String... files) {
        browser.script("const brought = new DataTransfer();"
                + "for (const file of [" + String.join(",", files) + "]) brought.items.add(file);"
                + "document.getElementById('drop').dispatchEvent(new DragEvent('drop',"
                + " {dataTransfer: brought, bubbles: true, cancelable: true}));");
    }

    @Test
    void shouldSendTheFormWhereScriptsDoNotRun() throws IOException {
        ingest.show(sample.running());
        try (Browser plain = Browser.startWithoutScript(folder.resolve("profile without script"))) {
            plain.open(ingest.url() + "/");
            assertThat(plain.text("choose")).contains("Without JavaScript");
            plain.screenshots("without-script");

            plain.choose(file("items.csv", 100));
            plain.clickOn("#options summary");
            plain.select("delimiter", ";");
            plain.click("send");

            patiently("the file").until(() -> ingest.received().size(), count -> count == 1);
            assertThat(ingest.received().get(0).fileName()).isEqualTo("items.csv");
            assertThat(plain.url()).isEqualTo(ingest.url() + "/uploadstatus/" + sample.id());
        }
    }

    @Test
    void shouldShowHowMuchOfTheFileIsSentAndLetItBeStopped() throws IOException {
        browser.open(ingest.url() + "/");
        ingest.readSlowly(16 << 10);

        browser.choose(file("large.csv", 64 << 20));
        browser.click("send");

        patiently("a part is sent")
                .until(() -> browser.text("sent-words"), words -> words.matches("[1-9]\\d? % · .* of 64 MiB.*"));
        browser.screenshots("sending");
        browser.click("abort");
        assertThat(browser.sees("choose")).isTrue();
        assertThat(browser.text("chosen")).contains("large.csv, 64 MiB");
        ingest.readOn();
    }

    @Test
    void shouldSendAgainUnderTheSameKeyWhenTheConnectionIsLost() throws IOException {
        ingest.show(sample.running());
        ingest.loseConnections(1);
        browser.open(ingest.url() + "/");

        browser.choose(file("items.csv", 1000));
        browser.click("send");

        browser.awaitText("state", "Running");
        assertThat(ingest.received()).hasSize(2);
        assertThat(ingest.received().stream()
                        .map(FakeIngest.Received::idempotencyKey)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldUseAnotherKeyForAnotherChoice() throws IOException {
        ingest.refuseFiles(503, FakeIngest.problem("unavailable", "Kafka does not take the upload at the moment."));
        browser.open(ingest.url() + "/");
        browser.choose(file("items.csv", 10));
        browser.click("send");
        browser.awaitText("refusal", "Kafka does not take the upload at the moment.");
        browser.clickButton("Try again");
        patiently("the second try").until(() -> ingest.received().size(), count -> count == 2);
        browser.awaitText("refusal", "Kafka does not take");

        browser.choose(file("others.csv", 10));
        browser.click("send");
        patiently("the second choice").until(() -> ingest.received().size(), count -> count == 3);

        var keys = ingest.received().stream()
                .map(FakeIngest.Received::idempotencyKey)
                .toList();
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
    }

    @Test
    void shouldSayWhyAFileIsRefusedAndWhatToDo() throws IOException {
        ingest.refuseFiles(
                415,
                FakeIngest.problem("unsupported_extension", "A file's name ends with one of [.csv, .csv.gz, .jsonl]."));
        browser.open(ingest.url() + "/");

        browser.choose(file("items.xlsx", 10));
        assertThat(browser.text("chosen")).contains("will probably not take");
        browser.click("send");

        browser.awaitText("refusal", "A file's name ends with one of [.csv, .csv.gz, .jsonl].");
        assertThat(browser.text("refusal")).contains("Unsupported extension", "Save the file in one of these formats");
        assertThat(browser.text("chosen")).contains("items.xlsx");
        browser.screenshots("refused");
    }

    @Test
    void shouldPointToTheOptionThatIsWrong() throws IOException {
        ingest.refuseFiles(
                400,
                "{\"title\":\"Bad parameter\",\"detail\":\"Parameter pipeline must be one of items, products.\","
                        + "\"code\":\"bad_parameter\",\"field\":\"pipeline\",\"value\":\"\"}");
        browser.open(ingest.url() + "/");
        browser.choose(file("items.csv", 10));
        browser.click("send");

        browser.awaitText("refusal", "one of items, products");
        assertThat(browser.attribute("pipeline", "aria-invalid")).isEqualTo("true");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("pipeline");
    }

    @Test
    void shouldShowAHostileNameAsText() throws IOException {
        String name = "<img src=x onerror=document.title='owned'>.csv";
        ingest.show(Sample.of(UUID.randomUUID()).named(name).landed());
        ingest.show(sample.named(name).running());
        browser.open(ingest.url() + "/");

        browser.choose(file(name, 10));
        assertThat(browser.text("chosen")).contains(name);
        browser.click("send");

        browser.awaitText("upload-title", name);
        patiently("the list").until(() -> browser.texts("#recent-list a"), names -> names.contains(name));
        assertThat(browser.count("img")).isZero();
        assertThat(browser.title()).contains(name);
    }

    @Test
    void shouldUploadFromDisk() throws IOException {
        ingest.show(sample.running());
        browser.open(PageFile.find().path().toUri() + "?server=" + ingest.url());
        assertThat(browser.script("return document.getElementById('server').value"))
                .isEqualTo(ingest.url());
        browser.screenshots("disk");

        browser.choose(file("items.csv", 100));
        browser.click("send");

        browser.awaitText("percent", "71 %");
        assertThat(browser.url()).endsWith("#" + sample.id());
        assertThat(browser.link("rows-link")).startsWith(ingest.url() + "/uploads/");
        patiently("the page listens").until(ingest::listeners, count -> count == 1);
        ingest.show(sample.landed());
        browser.awaitText("state", "Landed");
    }

    @Test
    void shouldSayFromDiskThatNoServerIsThere() throws IOException {
        String url = ingest.url();
        ingest.close();
        browser.open(PageFile.find().path().toUri() + "?server=" + url);
        browser.awaitText("recent-none", "Nothing answers at " + url);

        browser.choose(file("items.csv", 100));
        browser.click("send");

        browser.awaitText("refusal", "Nothing answers at " + url);
        assertThat(browser.text("refusal")).contains("./multiget up");
        browser.screenshots("no-server");
    }

    @Test
    void shouldOfferOnlyWhatTheServerHas() {
        ingest.offer("cancel", "{}");
        ingest.show(sample.running());

        browser.open(progressPage(sample.running()));

        patiently("the button").until(() -> browser.sees("cancel"));
        assertThat(browser.sees("pause")).isFalse();
    }

    @Test
    void shouldKeepItsButtonsInTheirPlacesWhileTheFirstRowsLand() {
        ingest.offer("pause", "{}");
        ingest.offer("resume", "{}");
        ingest.offer("cancel", "{}");
        ingest.show(sample.started());
        browser.open(progressPage(sample.started()));
        patiently("the buttons").until(() -> browser.sees("pause") && browser.sees("cancel"));
        Object first = browser.place("pause");
        Object second = browser.place("cancel");
        assertThat(browser.sees("rows-link")).isFalse();

        ingest.show(sample.running());
        browser.awaitText("enriched", "14,000");
        assertThat(browser.sees("rows-link")).isTrue();
        assertThat(browser.place("pause")).isEqualTo(first);
        assertThat(browser.place("cancel")).isEqualTo(second);

        ingest.show(sample.paused());
        patiently("the other button").until(() -> browser.sees("resume"));
        assertThat(browser.place("resume")).isEqualTo(first);
        assertThat(browser.place("cancel")).isEqualTo(second);
    }

    @Test
    void shouldAskBeforeItCancels() throws IOException {
        ingest.offer("cancel", "{}");
        ingest.show(sample.running());
        browser.open(progressPage(sample.running()));
        patiently("the button").until(() -> browser.sees("cancel"));

        browser.click("cancel");
        browser.awaitText("question", "Cancel this upload?");
        browser.screenshots("cancel");
        browser.clickButton("Keep it going");
        assertThat(browser.sees("question")).isFalse();
        assertThat(ingest.posted()).isEmpty();
        browser.click("cancel");
        browser.clickButton("Cancel the upload");

        patiently("the order").until(ingest::posted, posted -> posted.equals(List.of("cancel")));
        ingest.show(sample.cancelled());
        browser.awaitText("state", "Cancelled");
    }

    @Test
    void shouldSayHowManyLinesAReplayWouldTake() throws IOException {
        ingest.offer("replay", "{\"upload_id\":\"" + sample.id() + "\",\"only\":\"rejected\",\"lines\":260}");
        ingest.show(sample.landed());
        browser.open(progressPage(sample.landed()));
        patiently("the button").until(() -> browser.sees("replay"));

        browser.click("replay");
        browser.awaitText("question", "Look up 260 lines again?");
        browser.screenshots("replay");
        ingest.show(sample.attempt(2).running());
        browser.clickButton("Look up again");

        browser.awaitText("facts", "attempt 2");
        browser.awaitText("state", "Running");
        assertThat(ingest.posted()).containsExactly("replay?only=rejected&dry_run=true", "replay?only=rejected");
    }

    @Test
    void shouldListRecentUploads() {
        ingest.show(Sample.of(UUID.randomUUID()).named("older.csv").landed());
        ingest.show(sample.named("newer.csv").running());

        browser.open(ingest.url() + "/");

        patiently("the list").until(() -> browser.texts("#recent-list a"), names -> names.size() == 2);
        assertThat(browser.texts("#recent-list a")).containsExactly("newer.csv", "older.csv");
        assertThat(browser.texts("#recent-list li").get(1)).contains("Landed · 20,000 lines, 400 rejected");
    }

    @Test
    void shouldGoBackFromAnUploadToTheForm() throws IOException {
        ingest.show(sample.running());
        browser.open(ingest.url() + "/");
        browser.choose(file("items.csv", 10));
        browser.click("send");
        browser.awaitText("state", "Running");

        browser.script("history.back()");

        patiently("the form").until(() -> browser.sees("choose"));
        assertThat(browser.sees("upload")).isFalse();
        patiently("the page listens no more").until(ingest::listeners, count -> count == 0);
    }

    private String progressPage(UploadStatus status) {
        return ingest.url() + "/uploadstatus/" + status.uploadId();
    }

    private static Path file(String name, int bytes) throws IOException {
        Path file = folder.resolve(name);
        byte[] line = "MLA,750925229\n".getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = line[i % line.length];
        }
        return Files.write(file, content);
    }
}
