package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateGateTest {
    private static final int CALLS_A_SECOND = 100;
    private static final int TASKS = 4;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final List<Long> passed = new ArrayList<>();

    private static RateGate gate() {
        return new RateGate(Optional.of(new RateLimit(CALLS_A_SECOND, Duration.ofSeconds(1))));
    }

    /**
     * Three instances that always have something to ask, whose tasks move now and then: revoked before assigned. Each
     * oversleeps now and then.
     */
    @ParameterizedTest
    @CsvSource({"1, 100", "2, 100", "3, 100", "4, 100", "5, 100", "6, 100", "7, 1500", "8, 1500", "9, 1500"})
    void shouldHoldTheLimitOverAllInstancesWhileTasksMove(long seed, int callsASecond) {
        Random random = new Random(seed);
        RateLimit limit = new RateLimit(callsASecond, Duration.ofSeconds(1));
        List<RateGate> gates =
                Stream.generate(() -> new RateGate(Optional.of(limit))).limit(3).toList();
        int[] owner = new int[TASKS];
        long[] awakeAt = new long[gates.size()];
        share(gates, owner, 0);

        for (long now = 0; now < 20 * SECOND; now += MILLI) {
            if (random.nextInt(2_000) == 0) {
                int task = random.nextInt(TASKS);
                int heir = random.nextInt(gates.size());
                owner[task] = -1;
                share(gates, owner, now);
                owner[task] = heir;
                share(gates, owner, now);
            }
            for (int i = 0; i < gates.size(); i++) {
                awakeAt[i] = random.nextInt(2_000) == 0 ? now + random.nextInt(150) * MILLI : awakeAt[i];
                while (awakeAt[i] <= now && tasks(owner, i) > 0 && gates.get(i).isOpen(now)) {
                    gates.get(i).pass(now);
                    passed.add(now);
                }
            }
        }

        // Each rounds its share up to a whole call, before a move and after it.
        assertThat(mostInASecond()).isLessThanOrEqualTo(callsASecond + 2 * gates.size());
        assertThat(passed).hasSizeGreaterThan(20 * callsASecond * 8 / 10);
    }

    /** Whoever asks oversleeps now and then; an API that counts by the second has no reason to refuse a call. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldPassNoMoreThanTheLimitInAnySecondAndHardlyLess(long seed) {
        Random random = new Random(seed);
        RateGate gate = gate();

        for (long now = 0; now < 60 * SECOND; now += random.nextInt(4_000) == 0 ? 90 * MILLI : MILLI / 4) {
            while (gate.isOpen(now)) {
                gate.pass(now);
                passed.add(now);
            }
        }

        assertThat(mostInASecond()).isEqualTo(CALLS_A_SECOND);
        assertThat(passed).hasSizeGreaterThan(60 * CALLS_A_SECOND * 97 / 100);
    }

    @Test
    void shouldNotCatchUpByMuchForAMinuteAfterARefusal() {
        RateGate gate = gate();

        assertThat(caughtUp(gate, 10 * SECOND)).isEqualTo(10);
        gate.refused(15 * SECOND);
        assertThat(caughtUp(gate, 20 * SECOND)).isEqualTo(2);
        assertThat(caughtUp(gate, 80 * SECOND)).isEqualTo(10);
    }

    @Test
    void shouldNotTakeIdlenessForOversleeping() {
        RateGate gate = gate();

        assertThat(passedAtOnce(gate, 0)).isEqualTo(2);
        assertThat(passedAtOnce(gate, 10 * SECOND)).isEqualTo(2);
    }

    /** The calls that pass at once after a second's work and a sleep of 95 ms. */
    private static int caughtUp(RateGate gate, long from) {
        for (long now = from; now < from + SECOND; now += MILLI) {
            passedAtOnce(gate, now);
        }
        return passedAtOnce(gate, from + SECOND + 95 * MILLI);
    }

    private static int passedAtOnce(RateGate gate, long now) {
        int calls = 0;
        while (gate.isOpen(now)) {
            gate.pass(now);
            calls++;
        }
        return calls;
    }

    /** The process stands still now and then, between a call's passing and its going out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldHoldTheLimitForCallsAsTheyGoOut(long seed) {
        Random random = new Random(seed);
        RateGate gate = gate();

        for (long now = 0; now < 60 * SECOND; now += MILLI / 4) {
            long pause = random.nextInt(2_000) == 0 ? (10 + random.nextInt(50)) * MILLI : 0;
            while (gate.isOpen(now)) {
                long number = gate.pass(now);
                gate.departed(number, now + pause);
                passed.add(now + pause);
            }
            now += pause;
        }

        assertThat(mostInASecond()).isLessThanOrEqualTo(CALLS_A_SECOND);
        assertThat(passed).hasSizeGreaterThan(60 * CALLS_A_SECOND * 9 / 10);
    }

    @Test
    void shouldNotGiveCreditForTheTimeWithALesserShare() {
        RateGate gate = gate();

        gate.share(0.25, 0);
        gate.pass(0);
        gate.share(0.5, 10 * SECOND);
        gate.pass(10 * SECOND);

        assertThat(gate.nextAt(10 * SECOND)).isEqualTo(10 * SECOND + 230 * MILLI + 20 * MILLI + 400 * MILLI / 1_000);
    }

    @Test
    void shouldSpaceCallsOfALimitThatIsTooLargeForALog() {
        RateGate gate = new RateGate(Optional.of(new RateLimit(Integer.MAX_VALUE, Duration.ofDays(1))));
        long inASecond = 0;

        for (long now = 0; now < SECOND; now += MILLI) {
            while (gate.isOpen(now)) {
                gate.pass(now);
                inASecond++;
            }
        }

        assertThat(inASecond).isBetween(24_500L, 25_500L);
    }

    @Test
    void shouldGoOnAtOnceWithALesserShareOfALongPeriod() {
        RateGate gate = new RateGate(Optional.of(new RateLimit(1_500, Duration.ofMinutes(1))));
        for (long now = 0; now < 90 * SECOND; now += MILLI) {
            while (gate.isOpen(now)) {
                gate.pass(now);
            }
        }

        gate.share(0.5, 90 * SECOND);

        assertThat(gate.nextAt(90 * SECOND)).isLessThan(90 * SECOND + 300 * MILLI);
    }

    @Test
    void shouldLeaveAnUnlimitedApiUnlimited() {
        RateGate gate = new RateGate(Optional.empty());

        gate.share(0.25, 0);

        assertThat(gate.isOpen(0)).isTrue();
    }

    private static void share(List<RateGate> gates, int[] owner, long now) {
        for (int i = 0; i < gates.size(); i++) {
            if (tasks(owner, i) > 0) {
                gates.get(i).share((double) tasks(owner, i) / TASKS, now);
            }
        }
    }

    private static int tasks(int[] owner, int instance) {
        return (int) Arrays.stream(owner).filter(held -> held == instance).count();
    }

    private int mostInASecond() {
        int most = 0;
        int from = 0;
        for (int to = 0; to < passed.size(); to++) {
            while (passed.get(to) - passed.get(from) >= SECOND) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
