package io.multiget.ingest.reader;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes columns of the splitter's current record. Owned by one thread. */
interface RecordParser {
    /**
     * Reads the columns that can be read into {@code columns}; returns what is wrong with the first that cannot, or
     * null. The record has no defect, and its text is valid in the file's encoding.
     */
    @Nullable
    Problem parse(RecordText record, Map<String, Object> columns);
}
