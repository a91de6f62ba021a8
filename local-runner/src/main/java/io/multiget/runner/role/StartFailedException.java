package io.multiget.runner.role;

/** A process did not become ready. The message names it, says why and ends with the last lines of its log. */
public final class StartFailedException extends RuntimeException {
    /** The services' own word for a setting, a pipeline or a port that cannot be used. */
    private static final int USAGE = 2;

    private final boolean usage;

    public StartFailedException(String message) {
        super(message);
        this.usage = false;
    }

    StartFailedException(String message, int exitCode) {
        super(message);
        this.usage = exitCode == USAGE;
    }

    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
        this.usage = false;
    }

    /** Whether the process said that it cannot work with what the user has set. */
    public boolean isUsage() {
        return usage;
    }
}
