package io.multiget.ingest.status;

import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadStatus;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.split.FinishedLines;
import java.util.Optional;
import java.util.UUID;

/** What the topology has finished, from the newest status this instance has read. */
final class StoredFinishedLines implements FinishedLines {
    private final UploadStore store;
    private final UploadBook book;

    StoredFinishedLines(UploadStore store, UploadBook book) {
        this.store = store;
        this.book = book;
    }

    @Override
    public long finished(UUID id, int attempt) {
        Optional<Upload> upload = book.find(id).filter(own -> own.attempt() == attempt);
        Optional<UploadStatus> status = status(id).filter(known -> known.attempt() == attempt);
        return upload.isPresent() && status.isPresent() ? finished(status.get(), upload.get()) : 0;
    }

    private Optional<UploadStatus> status(UUID id) {
        try {
            return store.status(id);
        } catch (UploadStore.NotRestoredException e) {
            return Optional.empty();
        }
    }

    private static long finished(UploadStatus status, Upload upload) {
        return status.rows().enriched()
                - upload.splitting().carriedEnriched()
                + StatusWriter.rejectedByTasks(status, upload).stream()
                        .mapToLong(RejectCount::count)
                        .sum()
                + status.rows().withdrawn();
    }

    @Override
    public void onChange(Runnable listener) {
        store.onChange(id -> listener.run());
    }
}
