package io.multiget.ingest.split;

import java.io.IOException;

/** An attempt's lines cannot be read to their end, now or later. */
final class BrokenSourceException extends IOException {
    private final String code;

    BrokenSourceException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** One word of the closed list of an upload's errors. */
    String code() {
        return code;
    }
}
