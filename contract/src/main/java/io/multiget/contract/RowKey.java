package io.multiget.contract;

import java.util.UUID;

/** The key of a line's row in the table; a replay rewrites the row with the same key. */
public record RowKey(UUID upload, long row) {}
