package io.multiget.runner.role;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * One process of the system. Safe to use from any thread; a {@link #stop()} from another thread ends a waiting
 * {@link #awaitReady()} with {@link StartFailedException}.
 */
public interface Role {
    /** Unique in its system, such as {@code broker} or {@code ingest-1}; the log file is named after it. */
    String name();

    /** The process that does the work; 0 while there is none. */
    long pid();

    /** Everything the process prints, all its starts one after the other. */
    Path logFile();

    boolean isAlive();

    /** It was launched, it is not alive, and nobody here had asked it to end. */
    boolean isLost();

    /** With which code the last process ended; empty while it is alive or was never there. */
    OptionalInt exitCode();

    /** Starts the process and returns at once. Does nothing while it is alive. */
    void launch();

    /**
     * Returns when the process itself says that it can be used.
     *
     * @throws StartFailedException if it ends before that, or takes too long
     */
    void awaitReady();

    /** Asks the process to end and waits; force when it takes too long. Does nothing when it is not alive. */
    void stop();

    /** SIGKILL, and returns when the process and all it had started are gone. */
    void kill9();

    /** SIGSTOP: the process is alive, holds its connections and does nothing. */
    void pause();

    /** SIGCONT. */
    void resume();

    /** Starts the process and waits until it is ready, see {@link #launch()} and {@link #awaitReady()}. */
    default void start() {
        launch();
        awaitReady();
    }

    /** Stops the process where it is alive and starts it again on the same port and data. */
    default void restart() {
        stop();
        start();
    }
}
