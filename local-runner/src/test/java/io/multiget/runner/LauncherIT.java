package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the launcher itself ends, in every way it can. */
class LauncherIT {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration END = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Process> launchers = new ArrayList<>();

    @AfterEach
    void endLaunchers() {
        launchers.forEach(Process::destroy);
        launchers.forEach(launcher -> launcher.onExit().join());
    }

    @Test
    void shouldStartOnWhatAKilledLauncherIsJustLeaving() throws Exception {
        Process launcher = launch();
        List<Long> killed = pidsOf(ready());

        launcher.destroyForcibly().waitFor();
        launch();

        assertThat(pidsOf(ready())).allMatch(LauncherIT::runs).doesNotContainAnyElementsOf(killed);
        assertThat(killed).noneMatch(LauncherIT::runs);
    }

    @Test
    void shouldLeaveNoProcessWhenItIsKilledInItsFirstStart() throws Exception {
        Process launcher = launch();
        await("a process is there").atMost(START).until(() -> !processes().isEmpty());
        List<Long> begun = processes();

        launcher.destroyForcibly().waitFor();

        await("all children have noticed").atMost(END).until(() -> begun.stream()
                .noneMatch(LauncherIT::runs));
        launch();
        assertThat(pidsOf(ready())).hasSize(3);
    }

    @Test
    void shouldStopItsChildrenItselfAndInOrder() throws Exception {
        Process launcher = launch();
        List<Long> pids = pidsOf(ready());

        // The terminal sends Ctrl-C to the children as well.
        for (Long java : pids.subList(0, 2)) {
            new ProcessBuilder("/bin/sh", "-c", "kill -INT " + java).start().waitFor();
        }
        assertThat(pids).allMatch(LauncherIT::runs);
        launcher.destroy();

        assertThat(launcher.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(pids).noneMatch(LauncherIT::runs);
        assertThat(folder.resolve("data/run.json")).doesNotExist();
        assertThat(Files.readString(folder.resolve("data/logs/postgres.log"))).contains("database system is shut down");
    }

    private List<Long> processes() {
        return RunFile.read(folder.resolve("data")).stream()
                .flatMap(run -> run.processes().values().stream())
                .map(RunFile.Process::pid)
                .toList();
    }

    private Process launch() throws IOException {
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherProcess.class.getName(),
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("launcher.log").toFile()))
                .start();
        launchers.add(launcher);
        return launcher;
    }

    private RunFile ready() {
        await("the system is ready").atMost(START).until(() -> RunFile.running(folder.resolve("data"))
                .filter(RunFile::ready)
                .isPresent());
        return RunFile.read(folder.resolve("data")).orElseThrow();
    }

    /** Java's own children first, then Postgres with its server process. */
    private List<Long> pidsOf(RunFile run) throws IOException {
        Stream<Long> children = Stream.of("broker", "connect")
                .map(role -> Optional.ofNullable(run.processes().get(role)).orElseThrow())
                .map(RunFile.Process::pid);
        long postgres = Long.parseLong(Files.readAllLines(folder.resolve("data/postgres/data/postmaster.pid"))
                .get(0)
                .strip());
        return Stream.concat(children, Stream.of(postgres)).toList();
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }
}
