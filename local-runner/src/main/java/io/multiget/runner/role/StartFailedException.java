package io.multiget.runner.role;

/** A process did not become ready. The message names it, says why and ends with the last lines of its log. */
public final class StartFailedException extends RuntimeException {
    public StartFailedException(String message) {
        super(message);
    }

    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
