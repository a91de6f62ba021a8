package io.multiget.runner.command;

/** Ends the command with a message and an exit code. */
final class CommandException extends RuntimeException {
    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    static CommandException notLanded(String message) {
        return new CommandException(ExitCode.NOT_LANDED, message);
    }

    static CommandException noSystem(String message) {
        return new CommandException(ExitCode.NO_SYSTEM, message);
    }

    int exitCode() {
        return exitCode;
    }
}
