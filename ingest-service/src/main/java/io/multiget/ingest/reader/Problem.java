package io.multiget.ingest.reader;

/**
 * Why a line is rejected.
 *
 * @param code one word of the closed list of stage {@code input}
 * @param reason a sentence for a person; storable
 */
record Problem(String code, String reason) {}
