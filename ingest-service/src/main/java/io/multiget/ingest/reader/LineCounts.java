package io.multiget.ingest.reader;

/**
 * What a file holds.
 *
 * @param rows records, valid or not: the {@code total} of an upload
 * @param blank blank lines
 */
public record LineCounts(long rows, long blank) {}
