/**
 * Turns a spooled file into records: streaming, in constant memory, restartable after any record.
 *
 * <p>Start with {@link io.multiget.ingest.reader.RecordReaders}, which looks at a file and opens it, and {@link
 * io.multiget.ingest.reader.Line}, which is what comes out. A format is a {@link
 * io.multiget.ingest.reader.RecordFormat}: it pairs a {@link io.multiget.ingest.reader.RecordSplitter}, which finds the
 * records in bytes, with a {@link io.multiget.ingest.reader.RecordParser}, which makes columns of one; {@link
 * io.multiget.ingest.reader.DelimitedSplitter} says what a malformed CSV costs, {@link io.multiget.ingest.reader.Head}
 * how an encoding is found.
 */
@NullMarked
package io.multiget.ingest.reader;

import org.jspecify.annotations.NullMarked;
