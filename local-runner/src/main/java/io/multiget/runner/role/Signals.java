package io.multiget.runner.role;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes by id. */
final class Signals {
    /** More than a killed process ever needs to go. */
    static final Duration DEATH = Duration.ofSeconds(10);

    private Signals() {}

    /** SIGKILL to the process and then to whatever it had started and left; returns when none of them is left. */
    static void killTree(ProcessHandle root) {
        List<ProcessHandle> tree = tree(root);
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(process -> Liveness.awaitEnd(process, DEATH));
    }

    /** The process first, then its descendants. */
    static List<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    /** {@code signal} as {@code kill} knows it: STOP, CONT, INT. */
    static void send(String signal, List<ProcessHandle> processes) {
        String pids = String.join(
                " ", processes.stream().map(p -> Long.toString(p.pid())).toList());
        // The shell's own kill: the program of that name is missing on small images.
        run("kill -" + signal + " " + pids);
    }

    private static void run(String script) {
        try {
            new ProcessBuilder("/bin/sh", "-c", script)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
