package io.multiget.runner.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JavaRoleTest {
    @Test
    @Timeout(30)
    void shouldBeKilledAtOnceWhileAStopWaits(@TempDir Path folder) throws Exception {
        Path deaf = folder.resolve("deaf");
        Role role = new JavaRole(
                new Program(
                        "deaf",
                        List.of("/bin/sh", "-c", "trap '' TERM; touch " + deaf + "; while :; do sleep 1; done"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        folder.resolve("log"),
                        Duration.ofMinutes(2)),
                Optional::empty,
                () -> {});
        role.launch();
        await("it is deaf").until(() -> Files.exists(deaf));
        Thread stop = new Thread(role::stop);
        stop.start();
        await("the stop waits").until(() -> stop.getState() == Thread.State.TIMED_WAITING);

        role.kill9();

        assertThat(role.isAlive()).isFalse();
        stop.join();
    }
}
