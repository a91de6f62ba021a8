package io.multiget.ingest.status;

import static io.multiget.ingest.status.Events.KEY;
import static io.multiget.ingest.status.Events.START;
import static io.multiget.ingest.status.Events.progress;
import static io.multiget.ingest.status.Events.running;
import static io.multiget.ingest.status.Events.splitting;
import static io.multiget.ingest.status.Events.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.Waiting;
import io.multiget.contract.json.Json;
import io.multiget.ingest.book.BookFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the status endpoints answer, well asked and badly (table Q). */
class StatusCatalogueTest {
    @TempDir
    private static Path stateDir;

    private static StatusServer server;

    @BeforeAll
    static void startServer() {
        server = new StatusServer(stateDir);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void calm() {
        server.restored = true;
        server.brokerAway = false;
        server.trouble = null;
        server.landed = 0;
        server.store(running(100L, 50));
        server.store(status(running(100L, 50), 20));
    }

    private static UploadStatus status(Upload upload, long enriched) {
        UploadBooks books = UploadBooks.EMPTY.with(upload, START).with(progress("t-0", enriched), START.plusSeconds(1));
        return new StatusWriter(pipeline -> List.of(new StatusWriter.Asking("item", 20)))
                .status(books)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "abc",
                "1e3",
                "1;drop",
                "1-1-1-1-1",
                "%252e%252e",
                "6f1c9a52-3f4b-4d0e-9c55-0a6f6f6c1d1g"
            })
    void shouldRefuseWhatIsNoId(String id) throws Exception {
        HttpResponse<String> answer = server.get("/uploadstatus/" + id);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("bad_id");
    }

    @ParameterizedTest
    @CsvSource({"%00, 400", "%2e%2e%2f, 400", "..;/actuator, 404", "../actuator/env, 404"})
    void shouldNotBeTalkedIntoAnotherPath(String path, int status) throws Exception {
        String answer = server.getRaw("/uploadstatus/" + path);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json")
                .doesNotContain("<html");
    }

    @Test
    void shouldRefuseAnIdOfTenThousandCharacters() throws Exception {
        HttpResponse<String> answer = server.get("/uploadstatus/" + "a".repeat(10_000));

        assertThat(json(answer).path("code").asText()).isEqualTo("bad_id");
    }

    @Test
    void shouldSayUnknownOnceEverythingIsRead() throws Exception {
        HttpResponse<String> answer = server.get("/uploadstatus/" + UUID.randomUUID());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("code").asText()).isEqualTo("unknown_upload");
    }

    @Test
    void shouldKnowAnIdThatAnotherInstanceHasJustGivenOut() throws Exception {
        Upload elsewhere = of(UUID.randomUUID(), "other");
        server.writtenElsewhere(elsewhere);

        HttpResponse<String> answer = server.get("/uploadstatus/" + elsewhere.uploadId());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("state").asText()).isEqualTo("receiving");
    }

    @Test
    void shouldNotGoBackWhenTheFirstStatusComesAfterANewerWordOfTheOwner() throws Exception {
        Upload first = of(UUID.randomUUID(), "other");
        server.store(first.started(START).withSplitting(splitting(100L, 31)));
        JsonNode before = json(server.get("/uploadstatus/" + first.uploadId()));

        server.store(new StatusWriter(pipeline -> List.of(new StatusWriter.Asking("item", 20))).status(first));

        assertThat(before.at("/rows/read").asLong()).isEqualTo(31);
        assertThat(json(server.get("/uploadstatus/" + first.uploadId()))).isEqualTo(before);
    }

    @Test
    void shouldKnowItsOwnUploadWhateverTheStoreDoes() throws Exception {
        Upload own = of(UUID.randomUUID(), BookFixture.OWNER);
        server.book.accept(own);
        server.restored = false;
        server.brokerAway = true;

        HttpResponse<String> answer = server.get("/uploadstatus/" + own.uploadId());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("state").asText()).isEqualTo("receiving");
    }

    @Test
    void shouldNotShowZerosOfAnUploadWhoseLinesAreOnTheirWay() throws Exception {
        Upload own = of(UUID.randomUUID(), BookFixture.OWNER);
        server.book.accept(own);
        server.book.update(own.uploadId(), upload -> upload.started(START).withSplitting(splitting(10L, 10)));
        server.restored = false;

        assertUnavailable(server.get("/uploadstatus/" + own.uploadId()));
    }

    @Test
    void shouldAskForPatienceWhileTheStoreIsRestored() throws Exception {
        server.restored = false;

        assertUnavailable(server.get("/uploadstatus/" + KEY));
        assertUnavailable(server.get("/uploads"));
        assertUnavailable(server.get("/uploadstatus/" + KEY + "/events"));
    }

    @Test
    void shouldNotCallAnythingUnknownWhileNobodyCanSay() throws Exception {
        server.brokerAway = true;

        assertUnavailable(server.get("/uploadstatus/" + UUID.randomUUID()));
        assertThat(server.get("/uploadstatus/" + KEY).statusCode()).isEqualTo(200);
    }

    private static void assertUnavailable(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("code").asText()).isEqualTo("unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void shouldAnswerTheStatusAsJson() throws Exception {
        server.landed = 17;

        HttpResponse<String> answer = server.get("/uploadstatus/" + KEY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        JsonNode status = json(answer);
        assertThat(status.path("upload_id").asText()).isEqualTo(KEY);
        assertThat(status.path("rows").toString())
                .isEqualTo("{\"total\":100,\"read\":50,\"blank\":0,\"enriched\":20,\"rejected\":0,\"unprocessed\":0,"
                        + "\"withdrawn\":0,\"in_flight\":80,\"landed\":17}");
        assertThat(status.path("stages").toString())
                .isEqualTo(
                        "[{\"name\":\"item\",\"calls\":0,\"minimum_calls\":0,\"cache_hits\":0,\"retries\":0,\"throttled\":0,"
                                + "\"not_found\":0,\"asked\":0}]");
        assertThat(status.path("waiting").isNull()).isTrue();
    }

    @Test
    void shouldShowTheSinksTroubleInTheStatus() throws Exception {
        server.trouble = new Waiting("sink", START, "Postgres cannot be reached", START.plusSeconds(2));

        JsonNode status = json(server.get("/uploadstatus/" + KEY));

        assertThat(status.path("state").asText()).isEqualTo("waiting");
        assertThat(status.path("waiting").toString())
                .isEqualTo(
                        "{\"on\":\"sink\",\"since\":\"2026-01-01T00:00:00Z\",\"reason\":\"Postgres cannot be reached\","
                                + "\"next_try\":\"2026-01-01T00:00:02Z\"}");
    }

    @Test
    void shouldShowThePageToABrowser() throws Exception {
        HttpResponse<String> answer = server.get("/uploadstatus/" + KEY, "Accept", "text/html,*/*;q=0.8");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("<!doctype html>");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src");
        assertThat(server.get("/").body()).isEqualTo(answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "*/*;q=0"})
    void shouldAnswerNoXml(String accept) throws Exception {
        HttpResponse<String> answer = server.get("/uploadstatus/" + KEY, "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(json(answer).path("code").asText()).isEqualTo("not_acceptable");
    }

    @Test
    void shouldCallNothingBack() throws Exception {
        HttpResponse<String> answer = server.get("/uploadstatus/" + KEY + "?callback=evil", "Origin", "null");

        assertThat(answer.body()).startsWith("{").doesNotContain("evil");
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).doesNotContain("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=-1",
                "limit=0",
                "limit=101",
                "limit=1e9",
                "limit=abc",
                "after=x",
                "after=6f1c9a52-3f4b-4d0e-9c55-0a6f6f6c1d12"
            })
    void shouldRefuseABadPage(String query) throws Exception {
        HttpResponse<String> answer = server.get("/uploads?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("bad_parameter");
    }

    @Test
    void shouldListTheNewestFirstPageByPage() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Upload upload = of(UUID.randomUUID(), "other", START.plusSeconds(1000 + i));
            server.store(upload);
            ids.add(0, upload.uploadId().toString());
        }

        JsonNode first = json(server.get("/uploads?limit=2"));
        JsonNode second =
                json(server.get("/uploads?limit=2&after=" + first.path("next").asText()));

        assertThat(first.path("uploads").findValuesAsText("upload_id")).isEqualTo(ids.subList(0, 2));
        assertThat(second.path("uploads").findValuesAsText("upload_id")).startsWith(ids.get(2));
    }

    @Test
    void shouldSendEachChangeAndEndWithTheUpload() throws Exception {
        UUID id = UUID.randomUUID();
        Upload upload = of(id, "other");
        server.store(upload);

        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(server.events(id.toString()), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo("event: status");
            assertThat(events.readLine()).startsWith("data: {").contains("\"state\":\"receiving\"");
            assertThat(events.readLine()).isEmpty();

            server.store(new StatusWriter(pipeline -> List.of())
                    .status(upload.started(START)
                            .withSplitting(splitting(0L, 0))
                            .finished(START)
                            .landed(START)));

            assertThat(events.readLine()).isEqualTo("event: status");
            assertThat(events.readLine()).contains("\"state\":\"landed\"");
            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).isNull();
        }
    }

    @Test
    void shouldCapTheStreamsAndForgetThoseWhoHaveGone() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            String refusal = "";
            while (refusal.isEmpty() && open.size() <= StatusServer.MOST_STREAMS) {
                Socket socket = server.open("/uploadstatus/" + KEY + "/events");
                open.add(socket);
                String status = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                refusal = status.contains(" 200") ? "" : status;
            }

            assertThat(refusal).contains(" 429");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        server.landed = 3;

        await("the streams are forgotten").untilAsserted(() -> {
            server.landed++;
            try (Socket socket = server.open("/uploadstatus/" + KEY + "/events")) {
                assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                                .readLine())
                        .contains(" 200");
            }
        });
    }

    private static Upload of(UUID id, String owner) {
        return of(id, owner, START);
    }

    private static Upload of(UUID id, String owner, Instant createdAt) {
        Upload upload = upload(1, UploadState.RECEIVING, Upload.Splitting.START);
        return new Upload(
                id,
                upload.pipeline(),
                upload.file(),
                upload.bytes(),
                upload.digest(),
                owner,
                null,
                upload.reading(),
                1,
                null,
                upload.state(),
                upload.splitting(),
                null,
                createdAt,
                null,
                null,
                null);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }
}
