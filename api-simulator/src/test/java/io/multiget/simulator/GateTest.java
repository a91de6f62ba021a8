package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Call ITEM = call(Endpoint.ITEM, "");

    private final Gate gate = new Gate(Behaviour.DEFAULT, 0);

    @Test
    void shouldLetEverythingInByDefault() {
        assertThat(gate.turnAway(ITEM, 1_000_000, 0)).isNull();
    }

    @Test
    void shouldCountCallsInWindowsThatBeginWithACall() {
        change("rate_limit", "2 per 1500ms");

        assertThat(outcome(ITEM, at(100))).isEqualTo("in");
        assertThat(outcome(ITEM, at(200))).isEqualTo("in");
        assertThat(outcome(ITEM, at(300))).isEqualTo("429");
        assertThat(gate.turnAway(ITEM, 0, at(400)).headers()).isEqualTo("Retry-After: 2\r\n");
        assertThat(gate.turnAway(ITEM, 0, at(600)).headers()).isEqualTo("Retry-After: 1\r\n");
        assertThat(outcome(ITEM, at(1600))).isEqualTo("in");
    }

    @Test
    void shouldNotLimitTheSecondApi() {
        change("rate_limit", "1 per 1m");

        assertThat(IntStream.range(0, 5).mapToObj(i -> outcome(call(Endpoint.MAKERS, ""), at(i))))
                .containsOnly("in");
    }

    @Test
    void shouldTurnAwayWhatIsTooMuchAtOnce() {
        change("max_concurrency", "3");

        assertThat(gate.turnAway(ITEM, 2, 0)).isNull();
        assertThat(gate.turnAway(ITEM, 3, 0).outcome()).isEqualTo("429");
    }

    @Test
    void shouldAskForTheTokenAndTheKey() {
        gate.change(Behaviour.DEFAULT.with(Map.of("token", "t", "api_key", "k")), false, 0);

        assertThat(outcome(call(Endpoint.ITEM, "t"), 0)).isEqualTo("in");
        assertThat(outcome(call(Endpoint.ITEM, "k"), 0)).isEqualTo("401");
        assertThat(outcome(call(Endpoint.ITEM, ""), 0)).isEqualTo("401");
        assertThat(outcome(call(Endpoint.PRODUCTS, "k"), 0)).isEqualTo("in");
        assertThat(outcome(call(Endpoint.PRODUCTS, "t"), 0)).isEqualTo("401");
    }

    @Test
    void shouldBeDownForAsLongAsSaid() {
        gate.change(
                Behaviour.DEFAULT.with(Map.of("down", "503", "down_for", "2s", "retry_after", "7")), true, at(1000));

        assertThat(gate.turnAway(ITEM, 0, at(1000)).headers()).isEqualTo("Retry-After: 7\r\n");
        assertThat(outcome(ITEM, at(2999))).isEqualTo("503");
        assertThat(outcome(ITEM, at(3000))).isEqualTo("in");
    }

    @Test
    void shouldNotBeginAnOutageAnewWithAnotherChange() {
        Behaviour down = Behaviour.DEFAULT.with(Map.of("down", "silence", "down_for", "2s"));
        gate.change(down, true, at(0));
        gate.change(down.with("latency", "1ms"), false, at(1500));

        assertThat(outcome(ITEM, at(1999))).isEqualTo("silence");
        assertThat(outcome(ITEM, at(2000))).isEqualTo("in");
    }

    @Test
    void shouldBeDownForSomeEndpointsOnly() {
        gate.change(Behaviour.DEFAULT.with(Map.of("down", "reset", "down_only", "users")), true, 0);

        assertThat(outcome(call(Endpoint.USERS, ""), at(1))).isEqualTo("reset");
        assertThat(outcome(ITEM, at(1))).isEqualTo("in");
    }

    @Test
    void shouldFailAShareOfTheCalls() {
        change("flaky", "0.2 of 502");

        assertThat(IntStream.range(0, 10_000)
                        .filter(i -> outcome(ITEM, i).equals("502"))
                        .count())
                .isBetween(1800L, 2200L);
    }

    @Test
    void shouldSlowAShareOfTheCallsDown() {
        gate.change(Behaviour.DEFAULT.with(Map.of("latency", "10ms..20ms", "tail", "0.1 of 3s")), false, 0);

        List<Long> delays = IntStream.range(0, 10_000)
                .mapToObj(i -> gate.delay().toMillis())
                .toList();

        assertThat(delays.stream().filter(delay -> delay == 3000).count()).isBetween(900L, 1100L);
        assertThat(delays.stream().filter(delay -> delay != 3000)).allMatch(delay -> delay >= 10 && delay <= 20);
    }

    private void change(String name, String value) {
        gate.change(Behaviour.DEFAULT.with(name, value), false, 0);
    }

    private String outcome(Call call, long now) {
        Reply reply = gate.turnAway(call, 0, now);
        return reply == null ? "in" : reply.outcome();
    }

    private static Call call(Endpoint endpoint, String credential) {
        return new Call(endpoint, List.of("1"), null, "", credential);
    }

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
