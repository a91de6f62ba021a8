package io.multiget.ingest.status;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** An upload's id as text. */
final class UploadId {
    private static final Pattern TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private UploadId() {}

    /** The id, or nothing for any other text; Java's own parser takes {@code 1-1-1-1-1} too. */
    static Optional<UUID> parse(String text) {
        return TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
