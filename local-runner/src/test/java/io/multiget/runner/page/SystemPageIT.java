package io.multiget.runner.page;

import static io.multiget.runner.page.Browser.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.runner.LocalSystem;
import io.multiget.runner.ledger.CommonSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person with a browser in front of the whole system. */
@ExtendWith(CommonSystem.Resolver.class)
class SystemPageIT {
    private static final Duration LANDING = Duration.ofMinutes(2);
    /** The simulator's items of these numbers are there, or never are. */
    private static final long FOUND = 770_000_000_000L;

    private static final long NOT_FOUND = 770_100_000_000L;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static LocalSystem system;

    @BeforeAll
    static void start(CommonSystem common) {
        browser = Browser.start(folder.resolve("profile"));
        system = common.system();
        // Slow enough for a person to step in.
        common.api().change("latency", "200ms");
    }

    @AfterAll
    static void stop(CommonSystem common) {
        common.heal();
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void shouldNotHaveComplained() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldUploadAFileAndShowItUntilItHasLanded() throws Exception {
        browser.open(system.ingestUrl(0) + "/");

        upload("mixed.csv", mixedLines());
        browser.awaitText("state", "Landed", LANDING);

        assertThat(browser.text("sentence")).contains("40 enriched, 8 rejected");
        assertThat(browser.text("total")).isEqualTo("48");
        assertThat(browser.text("enriched")).isEqualTo("40");
        assertThat(browser.text("rejected")).isEqualTo("8");
        assertThat(browser.text("landed")).isEqualTo("48");
        assertThat(browser.text("percent")).isEqualTo("100 %");
        assertThat(browser.texts("#rejects-rows tr"))
                .containsExactly(
                        "item The API has no such key not_found 5",
                        "input Not a valid site invalid_site 2",
                        "input Not a number not_a_number 1");
        assertThat(browser.texts("#stages-rows th")).containsExactly("item", "category", "currency", "seller");
        assertThat(get(browser.link("rows-link"), "*/*").body().lines()).hasSize(1 + 40);
        assertThat(get(browser.link("rejected-link"), "*/*").body().lines()).hasSize(1 + 8);
        browser.screenshots("system-landed");
    }

    @Test
    void shouldShowAnUploadUnderItsAddress() throws Exception {
        browser.open(system.ingestUrl(0) + "/");
        upload("addressed.csv", foundLines(60));
        browser.awaitText("upload-title", "addressed.csv");
        String address = browser.url();

        HttpResponse<String> page = get(address, "text/html");
        HttpResponse<String> status = get(address, "application/json");
        browser.open("about:blank");
        browser.open(address);
        browser.awaitText("state", "Landed", LANDING);

        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src " + PageFile.find().scriptHash());
        assertThat(status.body()).contains("\"file\":\"addressed.csv\"");
        assertThat(browser.text("enriched")).isEqualTo("60");
        assertThat(browser.sees("rejects")).isFalse();
    }

    @Test
    void shouldUploadFromAPageThatWasOpenedFromDisk() throws Exception {
        String server = system.ingestUrl(0).replace("localhost", "127.0.0.1");
        browser.open(PageFile.find().path().toUri() + "?server=" + server);

        upload("from-disk.csv", mixedLines());
        browser.awaitText("state", "Landed", LANDING);

        assertThat(browser.text("enriched")).isEqualTo("40");
        assertThat(browser.link("rows-link")).startsWith(server + "/uploads/");
        assertThat(browser.link("on-server")).startsWith(server + "/uploadstatus/");
        browser.screenshots("system-from-disk");
    }

    @Test
    void shouldShowAHostileFileNameAsText() throws Exception {
        String name = "<img src=x onerror=document.title='owned'>.csv";
        browser.open(system.ingestUrl(0) + "/");

        upload(name, foundLines(3));
        browser.awaitText("state", "Landed", LANDING);

        assertThat(browser.text("upload-title")).isEqualTo(name);
        assertThat(browser.count("img")).isZero();
        browser.open(system.ingestUrl(0) + "/");
        patiently("the list of uploads").until(() -> browser.texts("#recent-list a"), names -> names.contains(name));
        assertThat(browser.count("img")).isZero();
    }

    @Test
    void shouldSayInWordsThatAFileCannotBeRead() throws Exception {
        browser.open(system.ingestUrl(0) + "/");

        upload("items.xlsx", foundLines(3));

        browser.awaitText("refusal", "Unsupported extension");
        assertThat(browser.text("refusal")).contains(".csv", ".jsonl", "Save the file in one of these formats");
        browser.screenshots("system-refused");
    }

    @Test
    void shouldPauseResumeAndCancelAnUpload() throws Exception {
        browser.open(system.ingestUrl(0) + "/");
        upload("long.csv", foundLines(20_000));
        patiently("the button").atMost(LANDING).until(() -> browser.offers("pause"));

        browser.click("pause");
        browser.awaitText("state", "Paused", LANDING);
        patiently("the button").until(() -> browser.offers("resume"));
        browser.click("resume");
        browser.awaitText("state", "Running", LANDING);
        patiently("the button").until(() -> browser.offers("cancel"));
        browser.click("cancel");
        browser.clickButton("Cancel the upload");
        browser.awaitText("state", "Cancelled", LANDING);

        assertThat(browser.text("sentence")).contains("left unprocessed");
        assertThat(browser.text("unprocessed")).isNotEqualTo("0");
        patiently("the rows of what was done").atMost(LANDING).until(() -> browser.text("landed")
                .equals(browser.text("enriched")));
        browser.screenshots("system-cancelled");
    }

    @Test
    void shouldReplayWhatTheApiDidNotHave() throws Exception {
        browser.open(system.ingestUrl(0) + "/");
        upload("again.csv", mixedLines());
        browser.awaitText("state", "Landed", LANDING);
        patiently("the button").until(() -> browser.offers("replay"));

        browser.click("replay");
        browser.awaitText("question", "Look up 5 lines again?");
        browser.clickButton("Look up again");

        browser.awaitText("facts", "attempt 2", LANDING);
        browser.awaitText("state", "Landed", LANDING);
        assertThat(browser.text("enriched")).isEqualTo("40");
        assertThat(browser.text("rejected")).isEqualTo("8");
    }

    @Test
    void shouldTakeThePlainFormWhereScriptsDoNotRun() throws Exception {
        try (Browser plain = Browser.startWithoutScript(folder.resolve("profile without script"))) {
            plain.open(system.ingestUrl(0) + "/");
            plain.choose(file("plain.csv", foundLines(3)));
            plain.click("send");

            patiently("the progress page").until(plain::url, url -> url.contains("/uploadstatus/"));
            assertThat(get(plain.url(), "application/json").body()).contains("\"file\":\"plain.csv\"");
        }
    }

    private static void upload(String name, List<String> lines) throws IOException {
        browser.choose(file(name, lines));
        browser.click("send");
    }

    private static Path file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static List<String> mixedLines() {
        List<String> lines = foundLines(40);
        LongStream.range(0, 5).forEach(i -> lines.add("MLA," + (NOT_FOUND + i)));
        lines.addAll(List.of("XX,1", "Argentina,2", "MLA,many"));
        return lines;
    }

    private static List<String> foundLines(int count) {
        List<String> lines = new ArrayList<>(List.of("site,id"));
        LongStream.range(0, count).forEach(i -> lines.add("MLA," + (FOUND + i)));
        return lines;
    }

    private static HttpResponse<String> get(String url, String accept) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
