package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.Waiting;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkWatchTest {
    private static final ConnectorStatus RUNNING = status("RUNNING", "");
    private static final ConnectorStatus FAILED =
            status("FAILED", "org.apache.kafka.connect.errors.ConnectException: x");

    private final SinkWatch watch = new SinkWatch();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static ConnectorStatus status(String task, String trace) {
        return new ConnectorStatus(
                new ConnectorStatus.Part("RUNNING", ""), List.of(new ConnectorStatus.Part(task, trace)));
    }

    @Test
    void shouldSayNothingWhileTheSinkRuns() {
        assertThat(watch.seen(RUNNING, now)).isFalse();

        assertThat(watch.waiting()).isEmpty();
    }

    @Test
    void shouldRestartAtOnceAndThenMoreSlowly() {
        assertThat(watch.seen(FAILED, now)).isTrue();
        assertThat(watch.seen(FAILED, later(1))).isFalse();
        assertThat(watch.seen(FAILED, later(1))).isTrue();
        assertThat(watch.seen(FAILED, later(3))).isFalse();
        assertThat(watch.seen(FAILED, later(1))).isTrue();
    }

    @Test
    void shouldTellSinceWhenAndUntilWhen() {
        Instant began = now;
        watch.seen(FAILED, now);
        watch.seen(FAILED, later(1));

        assertThat(watch.waiting())
                .contains(new Waiting("sink", began, "the sink stopped (ConnectException)", began.plusSeconds(2)));
    }

    @Test
    void shouldStayVisibleWhileTheSinkStopsAfterEveryStart() {
        watch.seen(FAILED, now);
        watch.seen(RUNNING, later(2));

        assertThat(watch.waiting()).isPresent();

        watch.seen(FAILED, later(2));
        watch.seen(RUNNING, later(2));

        assertThat(watch.waiting()).isPresent();
    }

    @Test
    void shouldSlowDownForASinkThatStopsAfterEveryStart() {
        watch.seen(FAILED, now);
        watch.seen(RUNNING, later(1));
        watch.seen(FAILED, later(1));
        watch.seen(RUNNING, later(1));

        assertThat(watch.seen(FAILED, later(1))).isFalse();
        assertThat(watch.seen(FAILED, later(2))).isTrue();
    }

    @Test
    void shouldBeOverOnceTheSinkHasRunForAWhile() {
        watch.seen(FAILED, now);
        watch.seen(RUNNING, later(2));
        watch.seen(RUNNING, later(5));

        assertThat(watch.waiting()).isEmpty();
        assertThat(watch.seen(FAILED, later(1))).isTrue();
    }

    @Test
    void shouldNotBelieveASinkThatHasNotNoticedYetThatPostgresWasAway() {
        watch.missing("Postgres cannot be reached", now, now.plusSeconds(2));
        watch.seen(RUNNING, later(2));

        assertThat(watch.waiting()).isPresent();

        watch.seen(RUNNING, later(5));

        assertThat(watch.waiting()).isEmpty();
    }

    @Test
    void shouldRestartAtOnceWhenPostgresIsBack() {
        watch.seen(FAILED, now);
        watch.seen(FAILED, later(2));
        watch.seen(FAILED, later(4));
        watch.missing("Postgres cannot be reached", later(1), now.plusSeconds(2));

        assertThat(watch.seen(FAILED, later(1))).isTrue();
    }

    @Test
    void shouldGiveASinkAMomentToStartAgain() {
        watch.seen(RUNNING, now);
        watch.seen(ConnectorStatus.NOT_STARTED, later(1));
        assertThat(watch.waiting()).isEmpty();

        watch.seen(ConnectorStatus.NOT_STARTED, later(6));
        assertThat(watch.waiting()).isPresent();
    }

    @Test
    void shouldGiveANewSinkTimeForItsFirstStart() {
        watch.seen(ConnectorStatus.NOT_STARTED, now);
        watch.seen(ConnectorStatus.NOT_STARTED, later(29));
        assertThat(watch.waiting()).isEmpty();

        watch.seen(ConnectorStatus.NOT_STARTED, later(1));
        assertThat(watch.waiting()).isPresent();
    }

    @Test
    void shouldSayNothingOfAConnectThatIsStarting() {
        watch.unanswered("Connect answers 500", now, now.plusSeconds(2));
        watch.unanswered("Connect answers 500", later(29), now.plusSeconds(2));
        assertThat(watch.waiting()).isEmpty();

        watch.unanswered("Connect answers 500", later(1), now.plusSeconds(2));
        assertThat(watch.waiting()).isPresent();
    }

    @Test
    void shouldSayAtOnceWhenAConnectThatRanDoesNotAnswer() {
        watch.seen(RUNNING, now);

        watch.unanswered("Connect answers 500", later(1), now.plusSeconds(2));

        assertThat(watch.waiting()).isPresent();
    }

    @Test
    void shouldSayWhenAPersonHoldsTheSink() {
        watch.seen(new ConnectorStatus(new ConnectorStatus.Part("PAUSED", ""), List.of()), now);

        assertThat(watch.waiting().orElseThrow().reason()).contains("paused");
    }

    private Instant later(int seconds) {
        now = now.plusSeconds(seconds);
        return now;
    }
}
