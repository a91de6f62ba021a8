package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    private static final Auth.ClientCredentials CLIENT = new Auth.ClientCredentials(
            URI.create("http://login.example/token"), "me & you", new Secret("s3:cr3t"), Optional.of("read items"));

    private record Fetch(Request request, Consumer<HttpAnswer> done) {}

    private final List<Fetch> fetches = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long now = -5_000_000_000L;
    private final AccessToken token = new AccessToken(CLIENT, this::fetch, () -> now);

    private void fetch(RequestBuilder request, Consumer<HttpAnswer> done) {
        fetches.add(new Fetch(request.build(), done));
    }

    private void use() {
        token.use(told::add, reason -> told.add("none: " + reason));
    }

    private void answer(int status, String body) {
        answer(received(status, body));
    }

    private void answer(HttpAnswer answer) {
        fetches.get(fetches.size() - 1).done().accept(answer);
    }

    private static HttpAnswer received(int status, String body) {
        return new HttpAnswer.Received(status, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String granted(String token, int seconds) {
        return "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}";
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void shouldFetchOnceForAllWhoWait() {
        use();
        use();
        assertThat(told).isEmpty();
        answer(200, granted("t1", 3600));
        use();

        assertThat(told).containsExactly("t1", "t1", "t1");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void shouldAskAsTheStandardSays() {
        use();

        Request request = fetches.get(0).request();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getUrl()).isEqualTo("http://login.example/token");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getStringData()).isEqualTo("grant_type=client_credentials&scope=read%20items");
        assertThat(request.getHeaders().get("Authorization")) // me%20%26%20you:s3%3Acr3t
                .isEqualTo("Basic bWUlMjAlMjYlMjB5b3U6czMlM0FjcjN0");
    }

    @Test
    void shouldPutTheSecretWhereTheServerWantsIt() {
        use();
        answer(401, "{\"error\":\"invalid_client\"}");
        assertThat(fetches.get(1).request().getHeaders().contains("Authorization"))
                .isFalse();
        assertThat(fetches.get(1).request().getStringData())
                .isEqualTo("grant_type=client_credentials&scope=read%20items"
                        + "&client_id=me%20%26%20you&client_secret=s3%3Acr3t");
        answer(200, granted("t1", 60));
        pass(Duration.ofMinutes(1));
        use();
        answer(200, granted("t2", 60));

        assertThat(told).containsExactly("t1", "t2");
        assertThat(fetches).hasSize(3); // and remembers it
    }

    @Test
    void shouldGiveUpWhenRefusedInBothPlaces() {
        use();
        answer(400, "{\"error\":\"invalid_client\"}");
        answer(401, "{\"error\":\"invalid_client\",\"hint\":\"s3:cr3t is wrong\"}");

        assertThat(told)
                .containsExactly("none: no token from login.example: "
                        + "401 {\"error\":\"invalid_client\",\"hint\":\"*** is wrong\"}");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void shouldTryAnewForTheNextWhenThereWasNone() {
        use();
        answer(503, "later");
        use();
        answer(new HttpAnswer.Broken("timed out"));
        use();
        answer(200, granted("t1", 60));

        assertThat(told)
                .containsExactly(
                        "none: no token from login.example: 503 later",
                        "none: no token from login.example: timed out",
                        "t1");
    }

    @Test
    void shouldFetchAtOnceAgainWhenTheConnectionWasOld() {
        use();
        answer(new HttpAnswer.Unsent("closed"));
        answer(200, granted("t1", 60));

        assertThat(told).containsExactly("t1");
    }

    @Test
    void shouldKeepATokenUntilShortlyBeforeItRunsOut() {
        use();
        answer(200, granted("t1", 3600));
        pass(Duration.ofMinutes(59).minusNanos(1));
        use();
        assertThat(fetches).hasSize(1);

        pass(Duration.ofNanos(1));
        use();
        answer(200, granted("t2", 3600));

        assertThat(told).containsExactly("t1", "t1", "t2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"expires_in\":null", ",\"expires_in\":\"soon\"", ",\"expires_in\":[]"})
    void shouldKeepATokenForSomeMinutesWhenNobodySaysHowLong(String expires) {
        use();
        answer(200, "{\"access_token\":\"t1\"" + expires + "}");
        pass(Duration.ofMinutes(3));
        use();
        pass(Duration.ofMinutes(2));
        use();

        assertThat(fetches).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9223372036854775808", "1e300", "9223372036854775807", "\"3600\"", "0.5"})
    void shouldSurviveAnOddLifetime(String seconds) {
        use();
        answer(200, "{\"access_token\":\"t1\",\"expires_in\":" + seconds + "}");
        use();
        pass(Duration.ofDays(1));
        use();

        assertThat(told).containsExactly("t1", "t1");
        assertThat(fetches).hasSize(2);
    }

    static Stream<Arguments> noTokens() {
        return Stream.of(
                arguments("not JSON", "<html>"),
                arguments("nothing", ""),
                arguments("no object", "[]"),
                arguments("no token", "{\"token\":\"t\"}"),
                arguments("an empty token", "{\"access_token\":\"\"}"),
                arguments("a token with a line of its own", "{\"access_token\":\"t\\r\\nX-Evil: 1\"}"),
                arguments("a token with a blank", "{\"access_token\":\"a b\"}"),
                arguments("a token that is no ASCII", "{\"access_token\":\"\u00e9\"}"),
                arguments("null", "{\"access_token\":null}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTokens")
    void shouldNotTakeForATokenWhatIsNone(String reason, String body) {
        use();
        answer(200, body);

        assertThat(told).containsExactly("none: no token from login.example: its answer holds none");
    }

    @Test
    void shouldFetchAnewWhenATokenThatWorkedIsRefused() {
        use();
        answer(200, granted("t1", 3600));
        HttpAnswer fine = received(200, "{}");
        HttpAnswer refused = received(401, "{}");

        assertThat(token.judge("t1", fine)).isSameAs(fine);
        assertThat(token.judge("t1", refused)).isInstanceOf(HttpAnswer.Unsent.class);
        use();
        answer(200, granted("t2", 3600));
        assertThat(token.judge("t1", refused)).isInstanceOf(HttpAnswer.Unsent.class); // it was on its way
        use();

        assertThat(told).containsExactly("t1", "t2", "t2");
    }

    @Test
    void shouldTakeTheRefusalOfANewTokenForTheAnswer() {
        use();
        answer(200, granted("t1", 3600));
        HttpAnswer refused = received(401, "{}");

        assertThat(token.judge("t1", refused)).isSameAs(refused);
        use();

        assertThat(fetches).hasSize(2);
    }

    @Test
    void shouldNotTakeABrokenCallForAProofOfTheToken() {
        use();
        answer(200, granted("t1", 3600));
        token.judge("t1", new HttpAnswer.Broken("reset"));
        HttpAnswer refused = received(401, "{}");

        assertThat(token.judge("t1", refused)).isSameAs(refused);
    }

    @Test
    void shouldCarryTheTokenOverTheWire() throws InterruptedException, ExecutionException, TimeoutException {
        try (RawServer login = RawServer.saying(RawServer.ok(granted("t0k3n", 3600)));
                RawServer api = RawServer.saying(RawServer.ok("{}"))) {
            TestApi market = TestApi.market()
                    .at(api.url())
                    .with(new Auth.ClientCredentials(
                            URI.create(login.url() + "/oauth/token"), "me", new Secret("s3cr3t"), Optional.empty()));
            try (HttpTransport transport = new HttpTransport(market.pipeline().apis(), System::nanoTime)) {
                for (String key : List.of("a", "b")) {
                    CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
                    transport.send(market.categories(key), answer::complete);
                    assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpAnswer.Received.class);
                }
            }

            assertThat(login.requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST /oauth/token HTTP/1.1\r\n")
                    .contains("Authorization: Basic bWU6czNjcjN0\r\n")
                    .endsWith("\r\n\r\ngrant_type=client_credentials");
            assertThat(api.requests()).hasSize(2).allSatisfy(request -> assertThat(request)
                    .startsWith("GET /categories/")
                    .contains("Authorization: Bearer t0k3n\r\n")
                    .doesNotContain("s3cr3t"));
        }
    }
}
