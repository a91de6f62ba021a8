package io.multiget.runner.command;

/** What the command's end tells a script. */
final class ExitCode {
    static final int LANDED = 0;
    /** The upload failed, was refused or was cancelled. */
    static final int NOT_LANDED = 1;
    /** Usage, a setting, a pipeline or a port. */
    static final int USAGE = 2;
    /** The system did not start, or was lost. */
    static final int NO_SYSTEM = 3;

    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
