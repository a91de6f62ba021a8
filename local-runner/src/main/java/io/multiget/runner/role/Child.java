package io.multiget.runner.role;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A direct child process, deaf to the terminal's Ctrl-C: that is the launcher's to handle, which stops its children in order.
 * Standard input is a pipe that ends with the launcher.
 */
final class Child {
    /** A signal that is ignored stays ignored after exec, and a JVM leaves it so. */
    private static final List<String> DEAF = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    static Child spawn(Program program) {
        List<String> command = new ArrayList<>(DEAF);
        command.addAll(program.command());
        File log = program.logFile().toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log));
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        try {
            Files.createDirectories(program.logFile().getParent());
            return new Child(builder.start());
        } catch (IOException e) {
            throw new StartFailedException(program.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** The child sees the launcher as gone. */
    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all it has started; returns when it is gone. */
    void kill() {
        Signals.killTree(process.toHandle());
        // Gone is not yet noticed by this JVM.
        await(Signals.DEATH);
    }

    boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
