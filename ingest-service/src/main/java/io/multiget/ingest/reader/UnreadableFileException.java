package io.multiget.ingest.reader;

import java.io.IOException;

/** The user's file cannot be read as a whole. Any other {@link IOException} is the world's fault, not the file's. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    UnreadableFileException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * One of {@code not_text}, {@code unsupported_encoding}, {@code looks_like_json_array}, {@code wrong_delimiter},
     * {@code missing_columns}, {@code too_many_columns}, {@code duplicate_column}, {@code inflated_too_large}, {@code
     * unreadable_file}. The message is a sentence for a person.
     */
    public String code() {
        return code;
    }
}
