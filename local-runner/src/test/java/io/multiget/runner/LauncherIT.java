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
import java.util.concurrent.TimeUnit;
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
    void shouldStartOnWhatAKilledLauncherIsJustLeavingAndStopItsChildrenItselfInOrder() throws Exception {
        Process launcher = launch();
        List<RunFile.Process> killed = pidsOf(ready());

        launcher.destroyForcibly().waitFor();
        Process next = launch();

        List<RunFile.Process> pids = pidsOf(ready());
        assertThat(pids).allMatch(LauncherIT::runs).doesNotContainAnyElementsOf(killed);
        assertThat(killed).noneMatch(LauncherIT::runs);
        shouldStopInOrder(next, pids);
    }

    @Test
    void shouldLeaveNoProcessWhenItIsKilledInItsFirstStart() throws Exception {
        Process launcher = launch();
        await("a process is there").atMost(START).until(() -> !processes().isEmpty());
        List<RunFile.Process> begun = processes();

        launcher.destroyForcibly().waitFor();

        await("all children have noticed").atMost(END).until(() -> begun.stream()
                .noneMatch(LauncherIT::runs));
        launch();
        assertThat(pidsOf(ready())).hasSize(3);
    }

    private void shouldStopInOrder(Process launcher, List<RunFile.Process> pids) throws Exception {
        // The terminal sends Ctrl-C to the children as well.
        for (RunFile.Process java : pids.subList(0, 2)) {
            new ProcessBuilder("/bin/sh", "-c", "kill -INT " + java.pid())
                    .start()
                    .waitFor();
        }
        assertThat(pids).allMatch(LauncherIT::runs);
        launcher.destroy();

        assertThat(launcher.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(pids).noneMatch(LauncherIT::runs);
        assertThat(folder.resolve("data/run.json")).doesNotExist();
        assertThat(Files.readString(folder.resolve("data/logs/postgres.log"))).contains("database system is shut down");
    }

    private List<RunFile.Process> processes() {
        return RunFile.read(folder.resolve("data")).stream()
                .flatMap(run -> run.processes().values().stream())
                .toList();
    }

    private Process launch() throws IOException {
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Roles.FIRST_COMPILER_ONLY,
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

    /** The JVMs first, then Postgres' own process. */
    private List<RunFile.Process> pidsOf(RunFile run) throws IOException {
        String postgres = Files.readAllLines(folder.resolve("data/postgres/data/postmaster.pid"))
                .get(0)
                .strip();
        return List.of(
                run.processes().get("broker"),
                run.processes().get("connect"),
                RunFile.Process.of(ProcessHandle.of(Long.parseLong(postgres)).orElseThrow()));
    }

    private static boolean runs(RunFile.Process process) {
        return process.alive().isPresent();
    }
}
