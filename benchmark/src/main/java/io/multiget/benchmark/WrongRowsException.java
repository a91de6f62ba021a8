package io.multiget.benchmark;

/** A contender has written rows that are not what the simulated API says: its time is worth nothing. */
final class WrongRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongRowsException(String message) {
        super(message);
    }
}
