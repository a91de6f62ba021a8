package io.multiget.runner.role;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Signals to processes by id. */
final class Signals {
    private static final Duration DEATH = Duration.ofSeconds(10);

    private Signals() {}

    /** SIGKILL to the process and then to whatever it had started and left; returns when none of them is left. */
    static void killTree(ProcessHandle root) {
        List<ProcessHandle> tree = tree(root);
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(process -> awaitEnd(process, DEATH));
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

    /** False if it is still alive after {@code limit}. */
    static boolean awaitEnd(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for process " + process.pid(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
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
