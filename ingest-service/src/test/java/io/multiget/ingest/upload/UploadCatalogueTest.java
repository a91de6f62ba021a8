package io.multiget.ingest.upload;

import static io.multiget.ingest.upload.UploadServer.file;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.contract.Upload;
import io.multiget.contract.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bad inputs and attacks on the upload, and what each is answered. */
class UploadCatalogueTest {
    private static final String LINES = "site,id\nMLA,750925229\n";

    @TempDir
    static Path dataDir;

    static UploadServer server;

    @BeforeAll
    static void start() {
        server = UploadServer.start(
                dataDir, Map.of("MULTIGET_MAX_FILE_BYTES", "100000", "MULTIGET_MAX_INFLATED_BYTES", "1000000"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(server.spooled()).as("files of no upload").allSatisfy(file -> assertThat(
                        server.book.find(UUID.fromString(file.getFileName().toString())))
                .isPresent());
    }

    @Test
    void shouldAcceptAFormsFile() throws Exception {
        HttpResponse<String> answer = server.postForm(file("items.csv", LINES));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = Json.mapper().readTree(answer.body());
        UUID id = UUID.fromString(body.get("upload_id").asText());
        assertThat(body.get("status_url").asText()).isEqualTo("/uploadstatus/" + id);
        assertThat(answer.headers().firstValue("Location")).contains("/uploadstatus/" + id);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        Upload upload = server.book.find(id).orElseThrow();
        assertThat(upload.file()).isEqualTo("items.csv");
        assertThat(upload.pipeline()).isEqualTo("mercadolibre");
        assertThat(upload.digest()).isEqualTo(sha256(LINES));
        assertThat(Files.readString(dataDir.resolve("spool").resolve(id.toString())))
                .isEqualTo(LINES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/csv; charset=utf-8",
                "application/octet-stream",
                "application/x-ndjson",
                "application/x-www-form-urlencoded"
            })
    void shouldAcceptABodyThatIsTheFile(String contentType) throws Exception {
        Upload upload = accepted(server.send(server.request("/uploadfile?file=items.csv")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(LINES))));

        assertThat(upload.file()).isEqualTo("items.csv");
        assertThat(upload.digest()).isEqualTo(sha256(LINES));
    }

    @Test
    void shouldAcceptABodyWithoutTypeAndName() throws Exception {
        assertThat(accepted(server.post("/uploadfile", LINES)).file()).isEqualTo("upload.csv");
        assertThat(accepted(server.post("/uploadfile", "{\"site\":\"MLA\",\"id\":1}\n"))
                        .file())
                .isEqualTo("upload.jsonl");
    }

    @Test
    void shouldTakeTheNameFromContentDisposition() throws Exception {
        assertThat(accepted(server.send(server.request("/uploadfile")
                                .header(
                                        "Content-Disposition",
                                        "attachment; filename=\"a.csv\"; filename*=UTF-8''%C3%B1.csv")
                                .POST(BodyPublishers.ofString(LINES))))
                        .file())
                .isEqualTo("ñ.csv");
    }

    @Test
    void shouldNoteHowTheFileIsToBeRead() throws Exception {
        Upload upload = accepted(server.post(
                "/uploadfile?file=a.txt&format=csv&delimiter=%3B&encoding=latin1&header=true", "site;id\nMLA;1\n"));

        assertThat(upload.reading()).isEqualTo(new Upload.Reading("csv", ";", "latin1", true));
    }

    @Test
    void shouldReadTheParametersOfAForm() throws Exception {
        Upload upload = accepted(server.postForm(
                file("a.txt", "site;id\nMLA;1\n"), "Content-Disposition: form-data; name=\"delimiter\"\r\n\r\n;"));

        assertThat(upload.reading().delimiter()).isEqualTo(";");
    }

    @Test
    void shouldSendABrowserOnToTheProgressPage() throws Exception {
        HttpResponse<String> answer = server.send(
                server.form(file("items.csv", LINES)).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).startsWith("/uploadstatus/"));
    }

    @Test
    void shouldSayNoFileWhenThereIsNone() throws Exception {
        refused(server.post("/uploadfile", ""), 400, "no_file");
        refused(server.postForm(), 400, "no_file");
        refused(server.postForm(file("", "")), 400, "no_file");
    }

    @Test
    void shouldRefuseAWrongPartAndASecondFile() throws Exception {
        refused(server.postForm(file("a.csv", LINES).replace("\"file\"", "\"File\"")), 400, "wrong_part");
        refused(server.postForm(file("a.csv", LINES), file("b.csv", LINES)), 400, "one_file_only");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws Exception {
        refused(server.postForm(file("a.csv", "")), 400, "empty_file");
    }

    @Test
    void shouldAcceptAFileOfAHeaderAlone() throws Exception {
        accepted(server.postForm(file("a.csv", "site,id\n")));
    }

    @Test
    void shouldRefuseAFileOverTheLimitBeforeItsBodyIsRead() throws Exception {
        String answer = server.exchange("POST /uploadfile?file=a.csv HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("file_too_large", "\"limit\":100000", "\"value\":100001");
    }

    @Test
    void shouldRefuseAChunkedFileOnceItIsOverTheLimit() throws Exception {
        byte[] body = "MLA,1\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

        refused(
                server.send(server.request("/uploadfile?file=a.csv")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))),
                413,
                "file_too_large");
    }

    @Test
    void shouldAcceptAFormWhoseFileIsExactlyAtTheLimit() throws Exception {
        accepted(server.postForm(file("a.csv", "MLA,1234567890123\n".repeat(100_000 / 18) + "MLA,123456")));
    }

    @Test
    void shouldKeepNothingOfABodyThatEndsTooSoon() throws Exception {
        int uploads = server.book.uploads().size();

        String answer = server.exchange("POST /uploadfile?file=a.csv HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Length: 1000\r\n\r\nsite,id\n");

        assertThat(answer).contains("incomplete_body");
        assertThat(server.book.uploads()).hasSize(uploads);
    }

    @Test
    void shouldKeepNothingOfAFormThatEndsTooSoon() throws Exception {
        refused(
                server.send(server.request("/uploadfile")
                        .header("Content-Type", "multipart/form-data; boundary=b0undary")
                        .POST(BodyPublishers.ofString("--b0undary\r\n" + file("a.csv", LINES)))),
                400,
                "bad_multipart");
    }

    @Test
    void shouldBoundTheNumberOfPartsAndTheirHeaders() throws Exception {
        String field = "Content-Disposition: form-data; name=\"format\"\r\n\r\ncsv";
        String[] parts = new String[1_000];
        java.util.Arrays.fill(parts, field);

        refused(server.postForm(parts), 413, "too_many_parts");
        refused(server.postForm("X-Long: " + "x".repeat(10_000) + "\r\n" + file("a.csv", LINES)), 400, "bad_multipart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a\\\"b\""
            })
    void shouldRefuseAFormWithoutAUsableBoundary(String contentType) throws Exception {
        refused(
                server.send(server.request("/uploadfile")
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(LINES))),
                400,
                "bad_multipart");
    }

    @Test
    void shouldRefuseALongBoundaryAndOneThatIsNotInTheBody() throws Exception {
        refused(
                server.send(server.request("/uploadfile")
                        .header("Content-Type", "multipart/form-data; boundary=" + "x".repeat(4096))
                        .POST(BodyPublishers.ofString(LINES))),
                400,
                "bad_multipart");
        refused(
                server.send(server.request("/uploadfile")
                        .header("Content-Type", "multipart/form-data; boundary=other")
                        .POST(BodyPublishers.ofString("--b0undary\r\n" + file("a.csv", LINES) + "\r\n--b0undary--"))),
                400,
                "bad_multipart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/*", "*/*", "application/xml", "multipart/mixed; boundary=x", "nonsense"})
    void shouldRefuseOtherMediaTypes(String contentType) throws Exception {
        refused(
                server.send(server.request("/uploadfile")
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(LINES))),
                415,
                "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/cron.d/x.csv", "/etc/passwd.csv", "<script>alert(1)</script>.csv", "a%00b.csv"})
    void shouldKeepAFileNameAsData(String name) throws Exception {
        Upload upload = accepted(server.postForm(file(name, LINES)));

        assertThat(upload.file()).isEqualTo(name);
        assertThat(dataDir.resolve("spool").resolve(upload.uploadId().toString()))
                .exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000.csv", "a\u202Efdp.csv", "a\u001b[31m.csv", "a\u2028.csv"})
    void shouldRefuseAFileNameThatDeceives(String name) throws Exception {
        refused(server.postForm(file(name, LINES)), 400, "bad_filename");
        refused(
                server.post("/uploadfile?file=" + java.net.URLEncoder.encode(name, StandardCharsets.UTF_8), LINES),
                400,
                "bad_filename");
    }

    @Test
    void shouldRefuseALongFileName() throws Exception {
        refused(server.post("/uploadfile?file=" + "x".repeat(300) + ".csv", LINES), 400, "bad_filename");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.exe", ".htaccess", "items", "a.zip", "a.xlsx"})
    void shouldRefuseOtherExtensions(String name) throws Exception {
        refused(server.postForm(file(name, LINES)), 415, "unsupported_extension");
        refused(server.post("/uploadfile?file=" + name, LINES), 415, "unsupported_extension");
    }

    @ParameterizedTest
    @CsvSource({"504b0304", "89504e470d0a1a0a", "7f454c46", "255044462d312e37"})
    void shouldRefuseAFileThatIsNoText(String signature) throws Exception {
        byte[] content = java.util.Arrays.copyOf(HexFormat.of().parseHex(signature), 600);

        refused(
                server.send(server.request("/uploadfile?file=a.csv").POST(BodyPublishers.ofByteArray(content))),
                415,
                "not_text");
    }

    @Test
    void shouldAcceptACompressedFile() throws Exception {
        Upload upload = accepted(
                server.send(server.request("/uploadfile?file=a.csv.gz").POST(BodyPublishers.ofByteArray(gzip(LINES)))));

        assertThat(upload.reading().format()).isEqualTo("csv.gz");
    }

    @Test
    void shouldRefuseACompressedFileThatHoldsTooMuch() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/uploadfile?file=a.csv.gz")
                .POST(BodyPublishers.ofByteArray(gzip("MLA,1\n".repeat(200_000)))));

        refused(answer, 413, "inflated_too_large");
        assertThat(answer.body()).contains("\"limit\":1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "nonsense"})
    void shouldRefuseAnEncodedBody(String encoding) throws Exception {
        refused(
                server.send(server.request("/uploadfile?file=a.csv")
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofString(LINES))),
                415,
                "unsupported_encoding");
    }

    @Test
    void shouldRefuseAnArrayInAJsonLinesFile() throws Exception {
        refused(server.post("/uploadfile?file=a.jsonl", "[{\"site\":\"MLA\",\"id\":1}]"), 400, "looks_like_json_array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "GET", "PATCH"})
    void shouldNameTheMethodThatIsServed(String method) throws Exception {
        HttpResponse<String> answer =
                server.send(server.request("/uploadfile").method(method, BodyPublishers.noBody()));

        refused(answer, 405, "method_not_allowed");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "HEAD"})
    void shouldNotServeTraceAndHead(String method) throws Exception {
        String answer = server.exchange(method + " /uploadfile HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: ");
    }

    @Test
    void shouldMakeOneUploadOfARepeatedIdempotencyKey() throws Exception {
        Upload first = accepted(server.send(keyed("k1", LINES)));
        int files = server.spooled().size();

        Upload again = accepted(server.send(keyed("k1", LINES)));
        HttpResponse<String> reused = server.send(keyed("k1", LINES + "MLA,1\n"));
        Upload other = accepted(server.send(keyed("k2", LINES)));

        assertThat(again).isEqualTo(first);
        refused(reused, 422, "key_reused");
        assertThat(other.uploadId()).isNotEqualTo(first.uploadId());
        assertThat(server.spooled()).hasSize(files + 1);
    }

    private static HttpRequest.Builder keyed(String key, String body) {
        return server.request("/uploadfile?file=a.csv")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body));
    }

    @Test
    void shouldRefuseAnIdempotencyKeyThatIsNone() throws Exception {
        refused(server.send(keyed("with a space", LINES)), 400, "bad_parameter");
    }

    @Test
    void shouldSayUnavailableWhileTheBrokersAreAway() throws Exception {
        server.kafka.disconnect();
        HttpResponse<String> answer = server.post("/uploadfile?file=a.csv", LINES);
        server.kafka.connect();

        refused(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "delimiter=%00, delimiter",
        "delimiter=ab, delimiter",
        "encoding=foo, encoding",
        "format=xlsx, format",
        "header=maybe, header",
        "pipeline=none, pipeline",
    })
    void shouldNameAParameterThatIsWrong(String query, String field) throws Exception {
        HttpResponse<String> answer = server.post("/uploadfile?file=a.csv&" + query, LINES);

        refused(answer, 400, "bad_parameter");
        assertThat(Json.mapper().readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    @Test
    void shouldTakeTheLocationFromNoHeader() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/uploadfile?file=a.csv")
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "host=evil.example")
                .POST(BodyPublishers.ofString(LINES)));

        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).startsWith("/uploadstatus/"));
        assertThat(answer.body()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /uploadfile HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
                "POST /uploadfile HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "POST /uploadfile HTTP/1.1\r\nHost: a b\r\nContent-Length: 0\r\n\r\n",
                "POST /uploadfile HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
                "POST /uploadfile?a=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
                "nonsense\r\n\r\n",
            })
    void shouldRefuseMalformedRequests(String request) throws Exception {
        assertThat(server.exchange(request)).startsWith("HTTP/1.1 400").contains("bad_request");
    }

    @Test
    void shouldRefuseHugeHeadersAndQueries() throws Exception {
        assertThat(server.exchange(
                        "POST /uploadfile HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n"))
                .containsPattern("^HTTP/1.1 4(00|31)");
        refused(server.post("/uploadfile?" + "a=1&".repeat(1_000), LINES), 400, "bad_request");
    }

    @Test
    void shouldLetAPageFromDiskUploadAndNoOtherSite() throws Exception {
        HttpResponse<String> fromDisk = server.send(
                server.form(file("a.csv", LINES)).header("Origin", "null").header("Sec-Fetch-Site", "cross-site"));
        HttpResponse<String> fromElsewhere = server.send(server.form(file("a.csv", LINES))
                .header("Origin", "https://evil.example")
                .header("Sec-Fetch-Site", "cross-site"));

        accepted(fromDisk);
        assertThat(fromDisk.headers().firstValue("Access-Control-Allow-Origin")).contains("null");
        assertThat(fromDisk.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        refused(fromElsewhere, 403, "bad_origin");
    }

    /** Any site's page has the origin of one from disk once it puts itself into a sandbox. */
    @Test
    void shouldLetNothingButUploadsAndTheirStatusToTheOriginNull() throws Exception {
        HttpResponse<String> list = server.send(server.request("/uploads").header("Origin", "null"));
        HttpResponse<String> cancel = server.send(server.request("/uploads/" + UUID.randomUUID() + "/cancel")
                .header("Origin", "null")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(list.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        refused(cancel, 403, "bad_origin");
    }

    private static Upload accepted(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        UUID id = UUID.fromString(
                Json.mapper().readTree(answer.body()).get("upload_id").asText());
        return server.book.find(id).orElseThrow();
    }

    private static void refused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Json.mapper().readTree(answer.body());
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(problem.has("title") && problem.has("type")).isTrue();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
