package io.multiget.ingest.book;

/**
 * Kafka did not take an upload's change, or did not say so in time. Nothing is known to have changed: ask the book again
 * later and decide anew.
 */
public final class BookUnavailableException extends RuntimeException {
    BookUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
