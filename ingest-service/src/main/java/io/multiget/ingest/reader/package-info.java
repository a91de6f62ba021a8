/**
 * Turns a spooled file into records: streaming, in constant memory, restartable after any record.
 *
 * <p>Start with {@link io.multiget.ingest.reader.RecordReaders}, which looks at a file and opens it, and {@link
 * io.multiget.ingest.reader.Line}, which is what comes out.
 */
@NullMarked
package io.multiget.ingest.reader;

import org.jspecify.annotations.NullMarked;
