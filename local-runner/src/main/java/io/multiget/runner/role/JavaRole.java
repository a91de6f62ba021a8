package io.multiget.runner.role;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A role that is a JVM, and the launcher's direct child. */
public final class JavaRole implements Role {
    private final Program program;
    private final Readiness readiness;
    private final Runnable launched;
    private volatile @Nullable Child child;
    private volatile boolean wanted;

    /** {@code launched} is called after each start of the process, on the thread that started it. */
    public JavaRole(Program program, Readiness readiness, Runnable launched) {
        this.program = program;
        this.readiness = readiness;
        this.launched = launched;
    }

    @Override
    public String name() {
        return program.name();
    }

    @Override
    public Path logFile() {
        return program.logFile();
    }

    @Override
    public long pid() {
        Child current = child;
        return current != null && current.isAlive() ? current.handle().pid() : 0;
    }

    @Override
    public boolean isAlive() {
        Child current = child;
        return current != null && current.isAlive();
    }

    @Override
    public boolean isLost() {
        return wanted && !isAlive();
    }

    @Override
    public OptionalInt exitCode() {
        Child current = child;
        return current == null || current.isAlive() ? OptionalInt.empty() : OptionalInt.of(current.exitCode());
    }

    @Override
    public synchronized void launch() {
        wanted = true;
        if (!isAlive()) {
            child = Child.spawn(program);
            launched.run();
        }
    }

    @Override
    public void awaitReady() {
        Starting.await(this, readiness);
    }

    @Override
    public synchronized void stop() {
        wanted = false;
        whileAlive(current -> {
            resume();
            current.handle().destroy();
            if (!current.await(program.stopWithin())) {
                current.kill();
            }
        });
    }

    /** Not behind a stop that takes its time: it is what ends that one. */
    @Override
    public void kill9() {
        wanted = false;
        whileAlive(Child::kill);
    }

    @Override
    public void pause() {
        whileAlive(current -> Signals.send("STOP", List.of(current.handle())));
    }

    @Override
    public void resume() {
        whileAlive(current -> Signals.send("CONT", List.of(current.handle())));
    }

    private void whileAlive(Consumer<Child> action) {
        Child current = child;
        if (current != null && current.isAlive()) {
            action.accept(current);
        }
    }
}
