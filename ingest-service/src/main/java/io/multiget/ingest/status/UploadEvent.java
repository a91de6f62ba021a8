package io.multiget.ingest.status;

import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import java.time.Instant;

/** What changes an upload's books. */
sealed interface UploadEvent {
    /** The books with this in them; the same books if it says nothing new. */
    UploadBooks enterInto(UploadBooks books, Instant at);

    /** The owner's word. */
    record Owner(Upload upload) implements UploadEvent {
        @Override
        public UploadBooks enterInto(UploadBooks books, Instant at) {
            return books.with(upload, at);
        }
    }

    /** A task's counters. */
    record Task(UploadProgress progress) implements UploadEvent {
        @Override
        public UploadBooks enterInto(UploadBooks books, Instant at) {
            return books.with(progress, at);
        }
    }
}
