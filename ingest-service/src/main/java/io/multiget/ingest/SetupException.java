package io.multiget.ingest;

/** The service cannot start as it is set up; the message is one sentence for the person who can change that. */
public final class SetupException extends RuntimeException {
    public SetupException(String message) {
        super(message);
    }

    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
