package io.multiget.runner.command;

import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.runner.RunFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the system that runs, or starts one.
 *
 * @param environment the user's
 */
record Sessions(Map<String, String> environment, Console console, Shutdown shutdown) {
    private static final Duration EVERY = Duration.ofMillis(100);

    /** Only one that runs already. */
    Session found() {
        Path dataDir = LocalSettings.dataDir(environment);
        return FoundSession.find(dataDir)
                .orElseThrow(() -> CommandException.noSystem(
                        "No system runs in %s; `./multiget up` starts it".formatted(dataDir)));
    }

    /** One that runs already, else a new one; with {@code keep} that one outlives the command. */
    Session foundOrStarted(boolean keep) {
        Optional<Session> found = FoundSession.find(LocalSettings.dataDir(environment));
        if (found.isPresent()) {
            return found.get();
        }
        console.say("No system answers: starting one in " + LocalSettings.dataDir(environment));
        return keep ? startedApart() : started();
    }

    /**
     * Before a system is started for nothing; one that runs says itself what it has.
     *
     * @param name null where the user names none
     */
    void checkPipeline(@Nullable String name) {
        if (name == null
                || FoundSession.find(LocalSettings.dataDir(environment)).isPresent()) {
            return;
        }
        List<String> names =
                PipelineLoader.loadAll(
                                LocalSettings.fromEnvironment(environment).pipelines(), environment::get)
                        .stream()
                        .map(Pipeline::name)
                        .toList();
        if (!names.contains(name)) {
            throw CommandException.usage(
                    "--pipeline %s: there is no such pipeline, but %s".formatted(name, String.join(", ", names)));
        }
    }

    OwnSession started() {
        return OwnSession.start(LocalSettings.fromEnvironment(environment), console, shutdown);
    }

    /** Starts {@code multiget up} as a process that no terminal holds. */
    private Session startedApart() {
        LocalSettings settings = LocalSettings.fromEnvironment(environment);
        Path log = settings.dataDir().resolve("logs").resolve("launcher.log");
        LocalSystem.layOut(settings);
        Process launcher = spawn(log);
        shutdown.owns(launcher::destroy, launcher::destroyForcibly);
        Path dataDir = settings.dataDir();
        while (RunFile.running(dataDir).isEmpty()) {
            if (!launcher.isAlive()) {
                throw failed(launcher.exitValue(), log);
            }
            Pause.of(EVERY);
        }
        Optional<Session> session = FoundSession.find(dataDir);
        shutdown.ownsNothing();
        return session.orElseThrow(() -> failed(launcher.onExit().join().exitValue(), log));
    }

    private static Process spawn(Path log) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("multiget.") || name.equals("user.language"))
                .filter(name -> !name.equals("multiget.terminal"))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Multiget.class.getName(), "up"));
        try {
            Files.createDirectories(log.getParent());
            return new ProcessBuilder(command)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw CommandException.noSystem("The system could not be started: " + e.getMessage());
        }
    }

    private static CommandException failed(int exitCode, Path log) {
        String said = read(log);
        return exitCode == ExitCode.USAGE ? CommandException.usage(said) : CommandException.noSystem(said);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log).strip();
        } catch (IOException e) {
            return "The system did not start; " + log + " cannot be read: " + e.getMessage();
        }
    }
}
