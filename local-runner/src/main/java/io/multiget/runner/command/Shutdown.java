package io.multiget.runner.command;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The end from outside. The first Ctrl-C, SIGTERM or SIGHUP stops in order what this command started; a second Ctrl-C kills it.
 * Both leave data that the next start goes on with.
 */
final class Shutdown {
    private final Console console;
    private final AtomicReference<Owned> owned = new AtomicReference<>(Owned.NOTHING);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicBoolean begun = new AtomicBoolean();

    private Shutdown(Console console) {
        this.console = console;
    }

    /** For a command that shares its JVM with others. */
    static Shutdown none(Console console) {
        return new Shutdown(console);
    }

    static Shutdown install(Console console) {
        Shutdown shutdown = new Shutdown(console);
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::stop, "shutdown"));
        onInterrupt(shutdown::interrupt);
        return shutdown;
    }

    /** What to end, and how to end it at once. */
    private record Owned(Runnable stop, Runnable kill) {
        static final Owned NOTHING = new Owned(() -> {}, () -> {});
    }

    /** From now on this is what is stopped at the end. */
    void owns(Runnable stop, Runnable kill) {
        owned.set(new Owned(stop, kill));
    }

    void ownsNothing() {
        owned.set(Owned.NOTHING);
    }

    /** Whether the command is being ended from outside, so that what fails now fails because of it. */
    boolean hasBegun() {
        return begun.get();
    }

    private void stop() {
        begun.set(true);
        owned.get().stop().run();
    }

    private void interrupt() {
        begun.set(true);
        if (interrupted.compareAndSet(false, true)) {
            if (owned.get() != Owned.NOTHING) {
                console.say("Stopping; Ctrl-C again to kill.");
            }
            // Not on the signal's thread, which has to be free for the second one.
            new Thread(() -> System.exit(ExitCode.INTERRUPTED), "interrupted").start();
            return;
        }
        owned.get().kill().run();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    /**
     * By reflection: the JDK has no other way to see a second Ctrl-C, and the compiler warns of this one whenever it is named.
     */
    private static void onInterrupt(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM does not let Ctrl-C be handled", e);
        }
    }
}
