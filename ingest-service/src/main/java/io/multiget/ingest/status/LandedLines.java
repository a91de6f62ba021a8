package io.multiget.ingest.status;

import io.multiget.contract.UploadStatus;

/** How many of an upload's lines have their row in the table. Safe for any thread. */
public interface LandedLines {
    /**
     * The newest count, and somebody wants to know: it is counted again soon. At most what is finished. Answers at once but
     * for the first time, which may take a moment.
     */
    long asked(UploadStatus status);

    /** The newest count, without counting again. */
    long known(UploadStatus status);
}
