package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Auth.ApiKey.Place;
import io.multiget.contract.pipeline.Secret;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import io.multiget.simulator.catalog.Fate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpTransportTest {
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofMillis(500), Duration.ofMillis(400), Duration.ofMillis(1_500));

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    private RawServer serve(RawServer server) {
        toClose.add(server);
        return server;
    }

    private HttpTransport open(TestApi api) {
        HttpTransport transport = new HttpTransport(api.pipeline().apis(), System::nanoTime);
        toClose.add(0, transport);
        return transport;
    }

    private static TestApi market(String url) {
        return TestApi.market().at(url).with(SHORT);
    }

    private HttpAnswer ask(String url) {
        TestApi api = market(url);
        return ask(open(api), api.categories("c"));
    }

    private static HttpAnswer ask(HttpTransport transport, Call call) {
        AtomicInteger told = new AtomicInteger();
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        transport.send(call, received -> {
            assertThat(told.incrementAndGet()).isOne();
            answer.complete(received);
        });
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + call, e);
        }
    }

    private static String reason(HttpAnswer answer) {
        assertThat(answer).isInstanceOf(HttpAnswer.Broken.class);
        return ((HttpAnswer.Broken) answer).reason();
    }

    private static String body(HttpAnswer answer) {
        assertThat(answer).isInstanceOf(HttpAnswer.Received.class);
        return new String(((HttpAnswer.Received) answer).body(), StandardCharsets.UTF_8);
    }

    @Nested
    class WhatIsAsked {
        private final RawServer server = serve(RawServer.saying(RawServer.ok("[]")));

        private String request(TestApi api, Call call) {
            assertThat(body(ask(open(api), call))).isEqualTo("[]");
            return server.requests().get(server.requests().size() - 1);
        }

        private String line(TestApi api, Call call) {
            return request(api, call).lines().findFirst().orElseThrow();
        }

        @Test
        void shouldJoinTheKeysOfABatch() {
            TestApi api = market(server.url());
            Call call = new Call(api.api(), api.item(), "/items", "attributes=id,price", List.of("MLA1", "MLB2"));

            assertThat(line(api, call)).isEqualTo("GET /items?ids=MLA1,MLB2&attributes=id,price HTTP/1.1");
        }

        @Test
        void shouldKeepThePathOfTheBaseUrl() {
            TestApi api = market(server.url() + "/api/v2");

            assertThat(line(api, api.categories("MLA1000"))).isEqualTo("GET /api/v2/categories/MLA1000 HTTP/1.1");
            assertThat(line(api, new Call(api.api(), api.category(), "/c/1", "lang=es", List.of("1"))))
                    .isEqualTo("GET /api/v2/c/1?lang=es HTTP/1.1");
        }

        @Test
        void shouldSayWhatItUnderstandsAndWhoItIs() {
            String request = request(market(server.url()), market(server.url()).categories("c"));

            assertThat(request.toLowerCase())
                    .contains("accept: application/json\r\n")
                    .contains("user-agent: multiget/")
                    .contains("accept-encoding: gzip\r\n")
                    .doesNotContain("authorization", "cookie");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "../x",
                    "..",
                    ".",
                    "a/b?c=d&e",
                    "%2e%2e",
                    "@evil.com",
                    "http://169.254.169.254/",
                    "a#b",
                    "a b",
                    "a;b=c",
                    "a\\b",
                    "MLA1\r\nX-Evil: 1",
                    "MLA1\r\n\r\nGET /evil HTTP/1.1",
                    "\u0000",
                    "a+b",
                    "\uD83D\uDE00",
                    "${jndi:ldap://x}",
                    "[::1]",
                    "\u202E\u2028",
                    "a&ids=b"
                })
        void shouldNotLetAKeyChangeAnythingButItself(String key) { // C20, C22
            TestApi api = market(server.url());

            String path = request(api, api.categories(key));
            String segment = path.substring("GET /categories/".length(), path.indexOf(" HTTP/1.1"));
            assertThat(segment).matches("[A-Za-z0-9._~%-]+").isNotIn(".", "..");
            assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(key);
            assertThat(path).contains("\r\nhost: 127.0.0.1:" + server.port() + "\r\n");

            String query = request(api, api.items("first", key));
            String ids = query.substring("GET /items?ids=first,".length(), query.indexOf(" HTTP/1.1"));
            assertThat(ids).matches("[A-Za-z0-9._~%:-]+");
            assertThat(URLDecoder.decode(ids, StandardCharsets.UTF_8)).isEqualTo(key);

            assertThat(query.lines().count()).isEqualTo(path.lines().count()).isLessThanOrEqualTo(8);
            assertThat(query + path).doesNotContain("X-Evil: 1", "GET /evil");
        }

        @Test
        void shouldSayWhoAsks() {
            Secret secret = new Secret("Aladdin: open sesame");

            assertThat(request(with(new Auth.Bearer(new Secret("t0k3n")))))
                    .contains("\r\nAuthorization: Bearer t0k3n\r\n");
            assertThat(request(with(new Auth.Basic("Aladdin", new Secret("open sesame")))))
                    .contains("\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
            assertThat(request(with(new Auth.ApiKey(Place.HEADER, "X-Api-Key", new Secret("k3y"))))
                            .toLowerCase())
                    .contains("\r\nx-api-key: k3y\r\n");
            assertThat(request(with(new Auth.ApiKey(Place.QUERY, "api_key", secret))))
                    .startsWith("GET /categories/c?api_key=Aladdin:%20open%20sesame HTTP/1.1")
                    .doesNotContain("uthorization");
        }

        private TestApi with(Auth auth) {
            return market(server.url()).with(auth);
        }

        private String request(TestApi api) {
            return request(api, api.categories("c"));
        }

        @Test
        void shouldPutTheKeyOfTheApiBehindTheOtherParameters() {
            TestApi api = with(new Auth.ApiKey(Place.QUERY, "key", new Secret("a&b")));

            assertThat(line(api, api.items("1", "2"))).isEqualTo("GET /items?ids=1,2&key=a%26b HTTP/1.1");
        }

        @Test
        void shouldUseAConnectionAgain() {
            TestApi api = market(server.url());
            HttpTransport transport = open(api);

            for (int i = 0; i < 10; i++) {
                ask(transport, api.categories("c" + i));
            }

            assertThat(server.connections()).isOne();
        }
    }

    @Nested
    class WhatComesBack {
        @Test
        void shouldKeepNoCookies() { // A35
            RawServer server = serve(RawServer.saying(
                    "HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nContent-Length: 2\r\n\r\n{}"));
            TestApi api = market(server.url());
            HttpTransport transport = open(api);

            ask(transport, api.categories("a"));
            ask(transport, api.categories("b"));

            assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request.toLowerCase())
                    .doesNotContain("cookie"));
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void shouldFollowNoRedirect(int status) { // A17
            RawServer other = serve(RawServer.saying(RawServer.ok("{}")));
            RawServer server = serve(RawServer.saying(
                    "HTTP/1.1 " + status + " Moved\r\nLocation: " + other.url() + "/\r\nContent-Length: 0\r\n\r\n"));

            HttpAnswer answer = ask(server.url());

            assertThat(((HttpAnswer.Received) answer).status()).isEqualTo(status);
            assertThat(other.connections()).isZero();
            assertThat(server.requests()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Location: /categories/c\r\n",
                    "Location: file:///etc/hostname\r\n",
                    "Location: //localhost/\r\n",
                    "Location: http://[::1\r\n",
                    "Location: \r\n",
                    ""
                })
        void shouldFollowNoRedirectWhereverItLeads(String location) { // A17
            RawServer server =
                    serve(RawServer.saying("HTTP/1.1 302 Found\r\n" + location + "Content-Length: 2\r\n\r\n{}"));

            HttpAnswer answer = ask(server.url());

            assertThat(((HttpAnswer.Received) answer).status()).isEqualTo(302);
            assertThat(body(answer)).isEqualTo("{}");
            assertThat(server.requests()).hasSize(1);
        }

        @Test
        void shouldInflateWhatIsCompressed() throws IOException {
            byte[] gzip = gzip("{\"name\":\"lamp\"}".getBytes(StandardCharsets.UTF_8));
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(
                        client,
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + gzip.length + "\r\n\r\n");
                client.getOutputStream().write(gzip);
                client.getOutputStream().flush();
                self.request(client);
            }));

            assertThat(body(ask(server.url()))).isEqualTo("{\"name\":\"lamp\"}");
        }

        @ParameterizedTest
        @EnumSource(
                value = Fate.class,
                names = {"GZIP_BOMB", "HUGE_BODY"})
        void shouldGiveUpAnEndlessBodyInConstantMemory(Fate fate) { // A11
            Simulator simulator = Simulator.start(SimulatorSettings.ephemeral());
            toClose.add(simulator);
            TestApi api = market(simulator.url());
            HttpTransport transport = open(api);

            long before = allocatedByTransport();
            for (int i = 0; i < 5; i++) {
                assertThat(ask(transport, api.items(fate.itemId("MLA", i)))).isInstanceOf(HttpAnswer.TooLarge.class);
            }

            assertThat(allocatedByTransport() - before).isLessThan(5 * 10L * HttpTransport.MAX_BODY_BYTES);
        }

        private static byte[] gzip(byte[] content) throws IOException {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(content);
            }
            return zipped.toByteArray();
        }

        private static long allocatedByTransport() {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            return Arrays.stream(threads.dumpAllThreads(false, false))
                    .filter(thread -> thread.getThreadName().startsWith("http-"))
                    .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                    .sum();
        }

        @Test
        void shouldStopReadingAHugeBody() { // A11
            AtomicLong written = new AtomicLong();
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                OutputStream out = client.getOutputStream();
                RawServer.say(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                byte[] chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                while (written.get() < 100 << 20) {
                    out.write(chunk);
                    written.addAndGet(chunk.length);
                }
            }));

            assertThat(ask(server.url())).isEqualTo(new HttpAnswer.TooLarge(HttpTransport.MAX_BODY_BYTES));

            await("the connection is closed").until(() -> server.requests().size() == 1 && written.get() < 100 << 20);
            assertThat(written.get()).isLessThan(50 << 20); // what the sockets' buffers hold
        }

        @Test
        void shouldTakeABodyUpToTheCap() {
            String body = "\"" + "x".repeat(HttpTransport.MAX_BODY_BYTES - 2) + "\"";

            assertThat(body(ask(serve(RawServer.saying(RawServer.ok(body))).url())))
                    .hasSize(8 << 20);
        }

        @Test
        void shouldNotWaitForAServerThatSaysNothing() { // A28
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                Thread.sleep(20_000);
            }));

            assertThat(reason(ask(server.url()))).startsWith("timed out");
        }

        @Test
        void shouldNotWaitForABodyThatDoesNotCome() { // A28
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                Thread.sleep(20_000);
            }));

            assertThat(reason(ask(server.url()))).startsWith("timed out");
        }

        @Test
        void shouldNotWaitLongerThanTheTotalForABodyInDrops() { // A28
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                for (int i = 0; i < 1_000; i++) {
                    RawServer.say(client, "x");
                    Thread.sleep(50);
                }
            }));

            long start = System.nanoTime();
            assertThat(reason(ask(server.url()))).startsWith("timed out");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.idle(), Duration.ofSeconds(5));
        }

        @Test
        void shouldTellAResetInTheMiddle() { // A29
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{");
                RawServer.reset(client);
            }));

            assertThat(reason(ask(server.url()))).startsWith("connection broken");
        }

        @Test
        void shouldNotTakeAnEarlyEndForAWholeAnswer() { // A29
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]");
            }));

            assertThat(reason(ask(server.url()))).startsWith("connection broken");
        }

        @Test
        void shouldNotTakeAnEarlyEndOfChunksForAWholeAnswer() {
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n");
            }));

            assertThat(reason(ask(server.url()))).startsWith("connection broken");
        }

        @Test
        void shouldTellThatNobodyListens() throws IOException { // A27
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }

            assertThat(reason(ask("http://127.0.0.1:" + free))).startsWith("no connection");
        }

        @Test
        void shouldTellThatThereIsNoSuchHost() { // A27; no resolver is asked for a name whose label is too long
            assertThat(reason(ask("http://" + "a".repeat(64) + ".invalid"))).startsWith("no such host");
        }

        @Test
        void shouldNotGoToAForbiddenAddress() {
            assertThat(reason(ask("http://169.254.169.254")))
                    .startsWith("no such host")
                    .contains("no call may go");
        }

        @ParameterizedTest
        @CsvSource({
            "HTTP/1.1 99 Odd",
            "HTTP/1.1 600 Odd",
            "HTTP/1.1 999 Odd",
            "HTTP/1.1 1000 Odd",
            "HTTP/1.1 -1 Odd",
            "HTTP/1.1 abc",
            "SSH-2.0-OpenSSH_9.2",
            "HTTP/1.1",
            "''"
        })
        void shouldSurviveAnOddFirstLine(String line) { // A26
            RawServer server = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, line + "\r\nContent-Length: 2\r\n\r\n{}");
            }));
            TestApi api = market(server.url());

            HttpAnswer answer = ask(open(api), api.categories("c"));

            CallResult result = new AnswerReader(InstantSource.system()).read(api.categories("c"), answer);
            assertThat(result).isInstanceOfSatisfying(CallResult.Failed.class, failed -> assertThat(failed.trouble())
                    .isIn(Trouble.UNREACHABLE, Trouble.UNAVAILABLE));
        }

        @ParameterizedTest
        @CsvSource({"64000, 1", "20, 1000", "100000, 20"})
        void shouldRefuseManyOrLongHeaders(int length, int count) { // A35
            RawServer server = serve(RawServer.saying("HTTP/1.1 200 OK\r\n"
                    + ("X-Trace: " + "t".repeat(length) + "\r\n").repeat(count) + "Content-Length: 2\r\n\r\n{}"));

            assertThat(reason(ask(server.url()))).contains("header is larger than 8192 bytes");
        }

        @Test
        void shouldReadAHundredHeaders() {
            RawServer server = serve(RawServer.saying("HTTP/1.1 200 OK\r\n"
                    + ("X-Trace: " + "t".repeat(20) + "\r\n").repeat(100) + "Content-Length: 2\r\n\r\n{}"));

            assertThat(body(ask(server.url()))).isEqualTo("{}");
        }

        @Test
        void shouldBringEveryRetryAfter() {
            RawServer server = serve(RawServer.saying(
                    "HTTP/1.1 429 Slow Down\r\nRetry-After: 1\r\nretry-after: 2\r\nContent-Length: 0\r\n\r\n"));

            assertThat(((HttpAnswer.Received) ask(server.url())).retryAfter()).containsExactly("1", "2");
        }
    }

    /** What a connection says beyond its answer must not become the answer to another key's call. */
    @Nested
    class OneAnswerACall {
        /** Answers each request with its own path, and says something before and after it, in one go. */
        private RawServer echoing(String before, String after) {
            return serve(RawServer.talking((client, self) -> {
                Optional<String> request = self.request(client);
                while (request.isPresent()) {
                    String path = request.get().split(" ", 3)[1];
                    RawServer.say(client, before + RawServer.ok("\"" + path + "\"") + after);
                    request = self.request(client);
                }
            }));
        }

        @ParameterizedTest
        @ValueSource(ints = {100, 102, 103})
        void shouldNotTakeAnInformationalAnswerForTheCalls(int status) { // A26
            RawServer server = echoing("HTTP/1.1 " + status + " Soon\r\nLink: </a>\r\n\r\n", "");
            TestApi api = market(server.url());
            HttpTransport transport = open(api);

            for (String key : List.of("a", "b", "c")) {
                assertThat(body(ask(transport, api.categories(key)))).isEqualTo("\"/categories/" + key + "\"");
            }
            assertThat(server.connections()).isOne();
        }

        @Test
        void shouldEndACallThatIsFloodedWithInformation() { // A26
            RawServer server = echoing("HTTP/1.1 102 Processing\r\n\r\n".repeat(1_000), "");
            TestApi api = market(server.url());
            HttpTransport transport = open(api);

            for (String key : List.of("a", "b", "c")) {
                assertThat(reason(ask(transport, api.categories(key)))).contains("informational");
            }
            assertThat(server.connections()).isEqualTo(3);
        }

        @Test
        void shouldNotSwitchProtocols() { // A26
            RawServer server = echoing("HTTP/1.1 101 Switching\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n", "");
            TestApi api = market(server.url());

            assertThat(reason(ask(open(api), api.categories("a")))).isNotEmpty();
        }

        @Test
        void shouldGiveNoKeyTheSecondAnswerToAnothersCall() { // A3
            RawServer server = echoing("", RawServer.ok("\"nobody asked\""));
            TestApi api = market(server.url());
            HttpTransport transport = open(api);

            for (int i = 0; i < 20; i++) {
                String path = "\"/categories/" + i + "\"";
                HttpAnswer answer = ask(transport, api.categories(Integer.toString(i)));
                if (answer instanceof HttpAnswer.Received) {
                    assertThat(body(answer)).isEqualTo(path);
                } else {
                    assertThat(answer).isInstanceOf(HttpAnswer.Unsent.class); // the connection has just been closed
                }
            }
        }

        @Test
        void shouldGiveItToNobodyWhenTheNextCallGoesOutAtOnce() throws InterruptedException {
            RawServer server = echoing("", RawServer.ok("\"nobody asked\""));
            TestApi api = market(server.url());
            HttpTransport transport = open(api);
            Map<String, HttpAnswer> answers = new ConcurrentHashMap<>();
            CountDownLatch done = new CountDownLatch(20);

            askOneAfterTheOther(transport, api, answers, done);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(answers.values()).hasAtLeastOneElementOfType(HttpAnswer.Received.class);
            answers.forEach((key, answer) -> {
                if (answer instanceof HttpAnswer.Received) {
                    assertThat(body(answer)).isEqualTo("\"/categories/" + key + "\"");
                }
            });
        }

        private void askOneAfterTheOther(
                HttpTransport transport, TestApi api, Map<String, HttpAnswer> answers, CountDownLatch left) {
            String key = Long.toString(left.getCount());
            transport.send(api.categories(key), answer -> {
                answers.put(key, answer);
                left.countDown();
                if (left.getCount() > 0) {
                    askOneAfterTheOther(transport, api, answers, left);
                }
            });
        }
    }

    /** A37. The API may not have seen the call, so it costs nothing to make it again. */
    @Nested
    class AConnectionThatWasKept {
        private final RawServer server = serve(RawServer.talking((client, self) -> {
            self.request(client);
            RawServer.say(client, RawServer.ok("{}"));
            self.request(client); // and goes without a word
        }));

        @Test
        void shouldTellThatTheCallWasNeverSent() {
            TestApi api = market(server.url());
            HttpTransport transport = open(api);

            assertThat(ask(transport, api.categories("a"))).isInstanceOf(HttpAnswer.Received.class);
            assertThat(ask(transport, api.categories("b"))).isInstanceOf(HttpAnswer.Unsent.class);
            assertThat(ask(transport, api.categories("b"))).isInstanceOf(HttpAnswer.Received.class);
        }

        @Test
        void shouldNotUseOneThatIsKnownToBeClosed() {
            RawServer closing = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, RawServer.ok("{}"));
            }));
            TestApi api = market(closing.url());
            HttpTransport transport = open(api);

            for (int i = 0; i < 5; i++) {
                HttpAnswer answer = ask(transport, api.categories("c"));
                assertThat(answer).isInstanceOfAny(HttpAnswer.Received.class, HttpAnswer.Unsent.class);
            }
        }

        @Test
        void shouldNotCallANewConnectionOld() {
            RawServer mute = serve(RawServer.talking((client, self) -> self.request(client)));

            assertThat(reason(ask(mute.url()))).startsWith("connection broken");
        }

        @Test
        void shouldNotCallAnAnswerNoneThatHadBegun() {
            RawServer tearing = serve(RawServer.talking((client, self) -> {
                self.request(client);
                RawServer.say(client, RawServer.ok("{}"));
                self.request(client);
                RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            }));
            TestApi api = market(tearing.url());
            HttpTransport transport = open(api);

            ask(transport, api.categories("a"));

            assertThat(reason(ask(transport, api.categories("b")))).startsWith("connection broken");
        }
    }

    @Test
    void shouldNotTellSecretsInLogsOrReasons() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("io.multiget");
        Level level = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        RawServer resetting = serve(RawServer.talking((client, self) -> {
            self.request(client);
            RawServer.reset(client);
        }));
        List<String> told = new ArrayList<>();
        root.detachAppender("out");
        root.addAppender(log);
        log.start();
        root.setLevel(Level.INFO); // below it, the library tells addresses and bytes
        ours.setLevel(Level.TRACE);
        try {
            for (Auth auth : List.of(
                    new Auth.Bearer(new Secret("s3cr3t")),
                    new Auth.Basic("me", new Secret("s3cr3t")),
                    new Auth.ApiKey(Place.HEADER, "X-Key", new Secret("s3cr3t")),
                    new Auth.ApiKey(Place.QUERY, "key", new Secret("s3cr3t")),
                    new Auth.ClientCredentials(
                            URI.create(resetting.url() + "/token"), "me", new Secret("s3cr3t"), Optional.empty()))) {
                for (String url : List.of(
                        resetting.url(),
                        "http://127.0.0.1:1",
                        "http://a..b",
                        "https://" + resetting.url().substring(7))) {
                    TestApi api = market(url).with(auth);
                    told.add(ask(open(api), api.categories("c")).toString());
                }
            }
        } finally {
            root.setLevel(level);
            ours.setLevel(null);
            root.detachAppender(log);
        }
        log.list.forEach(event -> told.add(event.getFormattedMessage()));

        assertThat(told).hasSizeGreaterThanOrEqualTo(20).noneMatch(line -> line.contains("s3cr3t"));
        assertThat(told).noneMatch(line -> line.contains("bWU6czNjcjN0")); // me:s3cr3t
    }

    /** What the reader makes of what the transport brings when the API misbehaves. */
    @Nested
    class AgainstTheSimulator {
        /** Silence is soon noticed, and a long answer read to its end on a busy machine. */
        private static final Timeouts PATIENT =
                new Timeouts(Duration.ofSeconds(5), SHORT.idle(), Duration.ofSeconds(10));

        private final Simulator simulator = Simulator.start(SimulatorSettings.ephemeral());

        {
            toClose.add(simulator);
        }

        @ParameterizedTest
        @CsvSource({
            "FOUND,",
            "SLOW, TIMED_OUT",
            "REORDERED,",
            "EXTRA,",
            "TRUNCATED_ALWAYS, BAD_ANSWER",
            "HTML, NOT_JSON",
            "RESET_ALWAYS, UNREACHABLE",
            "CLOSED_ONCE, UNREACHABLE",
            "REFUSED, REFUSED",
            "BATCH_404, BATCH_NOT_FOUND",
            "TOO_LARGE_413, REFUSED",
            "TOO_LONG_414, REFUSED",
            "REDIRECT, REDIRECT",
            "NO_CONTENT, BAD_ANSWER",
            "NOT_MODIFIED, BAD_ANSWER",
            "GZIP_BOMB, ANSWER_TOO_LARGE",
            "HUGE_BODY, ANSWER_TOO_LARGE",
            "HEADERS_THEN_SILENCE, TIMED_OUT",
            "DRIBBLE, TIMED_OUT",
            "SILENCE_ONCE, TIMED_OUT",
            "RETRY_AFTER_HUGE, THROTTLED",
            "RETRY_AFTER_DATE, THROTTLED",
            "RETRY_AFTER_GARBAGE, THROTTLED",
            "RETRY_AFTER_TWO, THROTTLED",
            "NOT_AN_ARRAY, BAD_ANSWER",
            "NULL_ANSWER, BAD_ANSWER",
            "TRAILING_GARBAGE, BAD_ANSWER",
            "BYTE_ORDER_MARK, BAD_ANSWER",
            "BAD_UTF8, BAD_ANSWER",
            "UTF16, BAD_ANSWER",
            "NOT_GZIP, UNREACHABLE",
            "ODD_BODY, BAD_ANSWER",
            "EMPTY_ARRAY, BAD_ANSWER",
            "ODD_REDIRECT, REDIRECT",
            "RETRY_AFTER_ODD, THROTTLED",
            "WRONG_CLOCK, THROTTLED",
            "LATE_ONCE, TIMED_OUT",
            "EARLY_HINTS,",
            "SECOND_ANSWER,",
            "HANGS_UP,",
            "INFORMATIONAL_FLOOD, UNREACHABLE",
            "MANY_HEADERS, UNREACHABLE",
            "HUGE_HEADER, UNREACHABLE",
            "ENDLESS_PRICE, BAD_VALUE",
            "NAN_PRICE,",
            "DEEP, BAD_VALUE",
            "LONG_TEXT,",
            "HUGE_PRICE,"
        })
        void shouldSayWhatIsWrong(Fate fate, @Nullable Trouble trouble) {
            TestApi api = market(simulator.url()).with(PATIENT);
            Call call = api.items(Fate.FOUND.itemId("MLA", 1), fate.itemId("MLA", 2), Fate.FOUND.itemId("MLA", 3));

            CallResult result = new AnswerReader(InstantSource.system()).read(call, ask(open(api), call));

            if (trouble == null) {
                assertThat(result).isInstanceOf(CallResult.Answered.class);
            } else {
                assertThat(result)
                        .isInstanceOfSatisfying(CallResult.Failed.class, failed -> assertThat(failed.trouble())
                                .isEqualTo(trouble));
            }
            assertThat(simulator.stats().strayCalls()).isZero();
        }

        @Test
        void shouldLetGoOfTheConnectionWhenItGivesUp() {
            TestApi api = market(simulator.url()).with(PATIENT);
            HttpTransport transport = open(api);
            for (Fate fate : List.of(Fate.HUGE_BODY, Fate.GZIP_BOMB, Fate.DRIBBLE, Fate.HEADERS_THEN_SILENCE)) {
                ask(transport, api.items(fate.itemId("MLA", 9), Fate.FOUND.itemId("MLA", 1)));
            }

            await("all connections are closed").until(() -> simulator.stats().connections() == 0);
        }
    }
}
