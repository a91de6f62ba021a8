package io.multiget.runner.child;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class and ends the process when the launcher is gone.
 *
 * <p>The launcher holds the other end of standard input and never writes to it, so the end of the stream means that the
 * launcher has ended, by {@code kill -9} too. Then this process stops as it would on SIGTERM, or hard when its shutdown
 * hooks do not return: a Streams client, for one, can wait very long for a broker that was quicker to go.
 */
public final class ChildMain {
    private static final long HOOKS_MILLIS = 15_000;
    private static final int LAUNCHER_GONE = 143;

    private ChildMain() {}

    /** {@code args}: the main class to run, then its own arguments. */
    public static void main(String[] args) throws Throwable {
        watch(System.in);
        Class<?> program = Class.forName(args[0]);
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void watch(InputStream launcher) {
        daemon("launcher-watch", () -> {
            awaitEnd(launcher);
            System.err.println("The launcher is gone: stopping.");
            daemon("launcher-watch-halt", ChildMain::haltLater);
            System.exit(LAUNCHER_GONE);
        });
    }

    private static void awaitEnd(InputStream stream) {
        try {
            while (stream.read() >= 0) {
                // Nobody writes here; a byte would mean nothing.
            }
        } catch (IOException e) {
            System.err.println("Standard input: " + e.getMessage());
        }
    }

    private static void haltLater() {
        try {
            Thread.sleep(HOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(LAUNCHER_GONE);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
