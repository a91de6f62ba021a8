package io.multiget.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a system that runs: this process, whose ingest-service is a fake. */
class EnrichCommandTest {
    private static final String ID = "0b0e9b9e-5f0c-4f5e-9a53-0d8a1f6c2d11";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeIngest ingest;
    private Path file;

    @BeforeEach
    void startFake() throws IOException {
        ingest = new FakeIngest();
        ingest.answers(
                "/uploadfile", 202, "{\"upload_id\": \"" + ID + "\", \"status_url\": \"/uploadstatus/" + ID + "\"}");
        file = Files.writeString(folder.resolve("año \"1\".csv"), "site,id\nMLA,1\nMLA,2\n");
        long started =
                ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        Files.writeString(folder.resolve("run.json"), """
                {"launcher": {"pid": %d, "started": %d}, "ready": true, "urls": {"ingest-1": "%s"},
                 "ports": {"MULTIGET_POSTGRES_PORT": 5433}, "processes": {}}
                """.formatted(
                        ProcessHandle.current().pid(), started, ingest.url()));
    }

    @AfterEach
    void stopFake() {
        ingest.close();
    }

    @Test
    void shouldFollowAnUploadUntilItHasLanded() {
        ingest.answers("/uploadstatus/" + ID, 200, status("running", 2, 1, 0, 0));
        ingest.answers("/uploadstatus/" + ID, 503, "{\"code\": \"unavailable\"}");
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 2, 1, 1, 2));
        ingest.answers(
                "/uploads/" + ID + "/rows.jsonl", 200, "{\"row\": 1, \"site\": \"MLA\", \"id\": 1, \"price\": null}\n");

        int code = run("enrich", file.toString());

        assertThat(code).isZero();
        assertThat(text(out))
                .contains("landed", "2 lines", "input invalid_id", "MLA")
                .contains("PGPASSWORD=multiget psql -h 127.0.0.1 -p 5433 -U multiget multiget"
                        + " -c \"select * from items where upload_id = '" + ID + "' order by row limit 20\"");
    }

    @Test
    void shouldSendTheFileAsTheFormFieldWithItsNameAndOptions() {
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 2, 2, 0, 2));
        ingest.answers("/uploads/" + ID + "/rows.jsonl", 200, "{\"row\": 1}\n");

        run("enrich", file.toString(), "--pipeline", "mercadolibre", "--delimiter", ";", "--format", "csv");

        FakeIngest.Asked sent = ingest.asked("/uploadfile").get(0);
        assertThat(sent.uri().getRawQuery()).isEqualTo("delimiter=%3B&format=csv&pipeline=mercadolibre");
        assertThat(sent.body())
                .contains("name=\"file\"; filename=\"año %221%22.csv\"\r\n")
                .contains("\r\n\r\nsite,id\nMLA,1\nMLA,2\n\r\n--multiget-");
    }

    @Test
    void shouldPrintOneStatusObjectAndNothingElseWithJson() throws IOException {
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 2, 2, 0, 2));

        int code = run("enrich", file.toString(), "--json");

        assertThat(code).isZero();
        assertThat(text(out).lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(text(out)))
                .isEqualTo(new ObjectMapper().readTree(status("landed", 2, 2, 0, 2)));
    }

    @Test
    void shouldSendAgainWithTheSameKeyWhenTheServiceIsAway() {
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 2, 2, 0, 2));
        ingest.answers("/uploads/" + ID + "/rows.jsonl", 200, "");
        ingest.reset("/uploadfile")
                .answers("/uploadfile", 503, "{}")
                .answers("/uploadfile", 202, "{\"upload_id\": \"" + ID + "\"}");

        assertThat(run("enrich", file.toString())).isZero();

        assertThat(ingest.asked("/uploadfile")).hasSize(2);
        assertThat(ingest.asked("/uploadfile").stream()
                        .map(call -> call.headers().get("Idempotency-key"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldWriteTheRowsWhereItIsTold() {
        Path rows = folder.resolve("rows.csv");
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 2, 2, 0, 2));
        ingest.answers("/uploads/" + ID + "/rows.jsonl", 200, "{\"row\": 1}\n");
        ingest.answers("/uploads/" + ID + "/rows.csv", 200, "row,site,id\r\n1,MLA,1\r\n2,MLA,2\r\n");

        assertThat(run("enrich", file.toString(), "--out", rows.toString())).isZero();

        assertThat(rows).hasContent("row,site,id\r\n1,MLA,1\r\n2,MLA,2\r\n");
    }

    @Test
    void shouldEndWithOneWhenTheUploadFails() {
        ingest.answers("/uploadstatus/" + ID, 200, status("failed", 2, 0, 0, 0));

        assertThat(run("enrich", file.toString())).isEqualTo(1);
        assertThat(text(err)).contains("The upload is failed, missing_columns: no column id");
    }

    @Test
    void shouldEndWithOneWhenTheBooksDoNotBalance() {
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 3, 1, 1, 2));
        ingest.answers("/uploads/" + ID + "/rows.jsonl", 200, "");

        assertThat(run("enrich", file.toString())).isEqualTo(1);
        assertThat(text(err)).contains("do not balance");
    }

    @Test
    void shouldTellWhyAFileIsRefused() {
        ingest.reset("/uploadfile")
                .answers("/uploadfile", 415, "{\"code\": \"not_text\", \"detail\": \"looks like a PNG\"}");

        assertThat(run("enrich", file.toString())).isEqualTo(1);
        assertThat(text(err)).contains("not_text: looks like a PNG");
    }

    @Test
    void shouldTakeARefusedParameterForUsage() {
        ingest.reset("/uploadfile")
                .answers("/uploadfile", 400, "{\"code\": \"bad_parameter\", \"detail\": \"no pipeline x\"}");

        assertThat(run("enrich", file.toString(), "--pipeline", "x")).isEqualTo(2);
    }

    @Test
    void shouldNotStartAnythingForAFileThatIsNotThere() {
        assertThat(run("enrich", folder.resolve("nothing.csv").toString())).isEqualTo(2);
        assertThat(run("enrich", folder.toString())).isEqualTo(2);
        assertThat(run("enrich", file.toString(), "--out", "/no/such/folder/x.csv"))
                .isEqualTo(2);
        assertThat(ingest.asked("/uploadfile")).isEmpty();
    }

    @Test
    void shouldWaitForTheNewAttemptOfAReplay() {
        ingest.answers(
                "/uploads/" + ID + "/replay",
                202,
                status("running", 2, 0, 0, 0).replace("\"attempt\": 1", "\"attempt\": 2"));
        ingest.answers("/uploadstatus/" + ID, 200, status("landed", 2, 1, 1, 2));
        ingest.answers(
                "/uploadstatus/" + ID, 200, status("landed", 2, 2, 0, 2).replace("\"attempt\": 1", "\"attempt\": 2"));

        assertThat(run("replay", ID, "--only", "all", "--json")).isZero();

        assertThat(text(out)).contains("\"attempt\":2");
        assertThat(ingest.asked("/uploads/" + ID + "/replay").get(0).uri().getQuery())
                .contains("only=all")
                .contains("dry_run=false");
    }

    @Test
    void shouldOnlyCountInADryRun() {
        ingest.answers(
                "/uploads/" + ID + "/replay",
                200,
                "{\"upload_id\": \"" + ID + "\", \"only\": \"rejected\", \"lines\": 31}");

        assertThat(run("replay", ID, "--dry-run")).isZero();
        assertThat(text(out)).isEqualToIgnoringNewLines("31 lines would run again");
    }

    @Test
    void shouldTellTheStatusAndRefuseAnUnknownId() {
        ingest.answers("/uploadstatus/" + ID, 200, status("running", 2, 1, 0, 0));

        assertThat(run("status", ID)).isZero();
        assertThat(text(out)).contains("running", "enriched");
        assertThat(run("status", "unknown")).isEqualTo(1);
    }

    private int run(String... arguments) {
        PrintStream stdout = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(stdout, stderr, false, 100);
        Map<String, String> environment = Map.of("MULTIGET_DATA_DIR", folder.toString());
        Sessions sessions = new Sessions(environment, console, Shutdown.none(console));
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        return Multiget.commandLine(sessions).execute(all.toArray(String[]::new));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static String status(String state, int total, int enriched, int rejected, int landed) {
        return """
        {"upload_id": "%s", "pipeline": "mercadolibre", "file": "items.csv", "attempt": 1, "state": "%s",
         "rows": {"total": %d, "read": %d, "blank": 0, "enriched": %d, "rejected": %d, "unprocessed": 0,
                  "in_flight": 0, "landed": %d},
         "stages": [{"name": "item", "calls": 1, "cache_hits": 0, "retries": 0, "throttled": 0, "not_found": 0}],
         "rejected_by": [{"stage": "input", "code": "invalid_id", "count": %d}],
         "rate": 812.5, "eta_seconds": null, "waiting": null, %s
         "created_at": "2026-01-01T00:00:00Z", "started_at": null, "finished_at": null, "landed_at": null}
        """.formatted(
                        ID,
                        state,
                        total,
                        total,
                        enriched,
                        rejected,
                        landed,
                        rejected,
                        state.equals("failed")
                                ? "\"error\": {\"code\": \"missing_columns\", \"message\": \"no column id\"},"
                                : "");
    }
}
