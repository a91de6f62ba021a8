package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LiveLandedLinesTest {
    private static final UUID ID = new UUID(1, 2);

    private long rows;
    private boolean away;
    private int counted;
    private Duration countTakes = Duration.ZERO;
    private Duration now = Duration.ZERO;

    private final LiveLandedLines landed = new LiveLandedLines(this::count, Runnable::run, () -> now.toNanos());

    private long count(UploadStatus status) throws SQLException {
        counted++;
        now = now.plus(countTakes);
        if (away) {
            throw new SQLException("gone", "08006");
        }
        return rows;
    }

    @Test
    void shouldShowTheCountOnceItIsThere() {
        rows = 7;

        landed.asked(running(1, 10));

        assertThat(landed.known(running(1, 10))).isEqualTo(7);
    }

    @Test
    void shouldWaitForTheFirstCountSoThatARestartTakesNothingBack() throws InterruptedException {
        rows = 7;
        List<Thread> counting = new ArrayList<>();
        LiveLandedLines restarted = new LiveLandedLines(
                this::count,
                task -> {
                    Thread thread = new Thread(task);
                    counting.add(thread);
                    thread.start();
                },
                () -> now.toNanos());

        assertThat(restarted.asked(running(1, 10))).isEqualTo(7);
        counting.get(0).join();
    }

    @Test
    void shouldCountAtMostOnceASecond() {
        ask(running(1, 10));
        now = now.plusMillis(900);
        ask(running(1, 10));

        assertThat(counted).isEqualTo(1);

        now = now.plusMillis(200);
        ask(running(1, 10));

        assertThat(counted).isEqualTo(2);
    }

    @Test
    void shouldRestTenTimesAsLongAsACountTakes() {
        countTakes = Duration.ofSeconds(2);
        ask(running(1, 10));
        now = now.plusSeconds(19);
        ask(running(1, 10));

        assertThat(counted).isEqualTo(1);

        now = now.plusSeconds(2);
        ask(running(1, 10));

        assertThat(counted).isEqualTo(2);
    }

    @Test
    void shouldCountAgainSoonAfterACountThatALockHeldUp() {
        countTakes = Duration.ofMinutes(1);
        ask(running(1, 10));
        countTakes = Duration.ZERO;
        now = now.plusSeconds(21);
        ask(running(1, 10));

        assertThat(counted).isEqualTo(2);
    }

    @Test
    void shouldNeverShowMoreThanIsFinished() {
        rows = 12;

        assertThat(ask(running(1, 10))).isEqualTo(10);
    }

    @Test
    void shouldStandStillWhilePostgresIsAway() {
        rows = 7;
        ask(running(1, 10));
        away = true;
        now = now.plusSeconds(2);

        assertThat(ask(running(1, 10))).isEqualTo(7);
    }

    @Test
    void shouldNotGoBack() {
        rows = 7;
        ask(running(1, 10));
        rows = 3;
        now = now.plusSeconds(2);

        assertThat(ask(running(1, 10))).isEqualTo(7);
    }

    @Test
    void shouldAddWhatAReplayLeftInTheTable() {
        rows = 4;
        ask(running(1, 30));
        rows = 2;

        assertThat(ask(status(2, UploadState.RUNNING, 30, 20))).isEqualTo(22);
    }

    @Test
    void shouldNotCountWhatHasLanded() {
        assertThat(ask(status(1, UploadState.LANDED, 10, 10))).isEqualTo(10);
        assertThat(counted).isZero();
    }

    @Test
    void shouldNotCountWhenNobodyLooks() {
        landed.known(running(1, 10));

        assertThat(counted).isZero();
    }

    private long ask(UploadStatus status) {
        landed.asked(status);
        return landed.known(status);
    }

    private static UploadStatus running(int attempt, long finished) {
        return status(attempt, UploadState.RUNNING, finished, 0);
    }

    private static UploadStatus status(int attempt, UploadState state, long finished, long landed) {
        return new UploadStatus(
                ID,
                "mercadolibre",
                "items.csv",
                attempt,
                state,
                new UploadStatus.Rows(100L, 100, 0, finished, 0, 0, 100 - finished, landed),
                List.of(),
                List.of(),
                0,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                null);
    }
}
