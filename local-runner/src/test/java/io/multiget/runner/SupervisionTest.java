package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.runner.role.Role;
import io.multiget.runner.role.StartFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    private final LostRole role = new LostRole();
    private final List<String> messages = new ArrayList<>();
    private long now;

    private final Supervision supervision = new Supervision(List.of(role), Role::launch, messages::add, () -> now);

    @Test
    void shouldStartAgainWhatHasEndedAndSaySo() {
        role.lost = true;

        supervision.look();
        supervision.look();

        assertThat(role.launches).isEqualTo(1);
        assertThat(messages).containsExactly("enricher-1 has ended; starting it again, its log is enricher-1.log");
    }

    @Test
    void shouldWaitLongerBeforeEachRestart() {
        List<Long> seconds = new ArrayList<>();

        for (int second = 0; second < 20; second++) {
            now = Duration.ofSeconds(second).toNanos();
            role.lost = true;
            int before = role.launches;
            supervision.look();
            if (role.launches > before) {
                seconds.add((long) second);
            }
        }

        assertThat(seconds).containsExactly(0L, 1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void shouldGiveUpWhatEndsAgainAndAgain() {
        assertThatThrownBy(() -> lookAndLose(Duration.ofMinutes(3), 10))
                .isInstanceOf(StartFailedException.class)
                .hasMessage("enricher-1 has ended 9 times in a row; its log is enricher-1.log");
    }

    @Test
    void shouldForgetWhatWasLongAgo() {
        lookAndLose(Duration.ofMinutes(11), 30);

        assertThat(role.launches).isEqualTo(30);
    }

    private void lookAndLose(Duration every, int times) {
        for (int i = 0; i < times; i++) {
            now += every.toNanos();
            role.lost = true;
            supervision.look();
        }
    }

    /** Alive once launched, until the test says that it is lost. */
    private static final class LostRole implements Role {
        private boolean lost;
        private int launches;

        @Override
        public String name() {
            return "enricher-1";
        }

        @Override
        public Path logFile() {
            return Path.of("enricher-1.log");
        }

        @Override
        public boolean isLost() {
            return lost;
        }

        @Override
        public void launch() {
            lost = false;
            launches++;
        }

        @Override
        public boolean isAlive() {
            return !lost;
        }

        @Override
        public long pid() {
            return 0;
        }

        @Override
        public OptionalInt exitCode() {
            return OptionalInt.empty();
        }

        @Override
        public void awaitReady() {}

        @Override
        public void stop() {}

        @Override
        public void kill9() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
