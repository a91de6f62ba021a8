package io.multiget.ingest.status;

import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.Waiting;
import io.multiget.ingest.book.UploadBook;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The status of an upload as this instance shows it: what the topology says, brought up to date with what only this
 * instance knows yet. Safe for any thread.
 *
 * <ul>
 *   <li>an upload of this instance: its own newest word, from the moment it was accepted, paused or cancelled;
 *   <li>an upload of another one: the owner's newest word that has come here, which may be ahead of the topology's;
 *   <li>trouble of the sink, which every instance watches itself;
 *   <li>how many rows are in the table by now.
 * </ul>
 */
public final class Statuses {
    /**
     * States in which trouble of the sink is worth telling. It does not hide a cancel, which a person wants to see; a pause
     * waits for that person alone.
     */
    private static final Set<UploadState> MAY_WAIT = EnumSet.of(
            UploadState.RECEIVING,
            UploadState.RUNNING,
            UploadState.FINISHED,
            UploadState.WAITING,
            UploadState.CANCELLING);

    private final UploadStore store;
    private final UploadBook book;
    private final StatusWriter writer;
    private final SinkTrouble trouble;
    private final LandedLines landed;

    Statuses(UploadStore store, UploadBook book, StatusWriter writer, SinkTrouble trouble, LandedLines landed) {
        this.store = store;
        this.book = book;
        this.writer = writer;
        this.trouble = trouble;
        this.landed = landed;
    }

    /**
     * The status to show, for somebody who looks at it.
     *
     * @throws UploadStore.NotRestoredException the store is being restored, and the answer would be a guess
     */
    public Optional<UploadStatus> find(UUID id) {
        return merged(id).map(status -> shown(status, landed.asked(status)));
    }

    /** The status to show in a list; its rows are not counted for that. */
    Optional<UploadStatus> listed(UUID id) {
        return merged(id).map(status -> shown(status, landed.known(status)));
    }

    /**
     * The status without what this instance has seen of the sink and the table.
     *
     * @throws UploadStore.NotRestoredException as above
     */
    public Optional<UploadStatus> merged(UUID id) {
        Optional<Upload> own = book.find(id);
        if (own.isPresent()) {
            return Optional.of(ownStatus(own.get()));
        }
        Optional<UploadStatus> status = store.status(id);
        Optional<Upload> told = store.upload(id);
        return told.isEmpty()
                ? status
                : Optional.of(status.map(known -> writer.newer(known, told.get()))
                        .orElseGet(() -> writer.status(told.get())));
    }

    private UploadStatus ownStatus(Upload upload) {
        return ofTopology(upload)
                .map(status -> writer.broughtUpToDate(status, upload))
                .orElseGet(() -> writer.status(upload));
    }

    /** While the store is being restored, only an upload of which no line is published is known without it. */
    private Optional<UploadStatus> ofTopology(Upload upload) {
        try {
            return store.status(upload.uploadId());
        } catch (UploadStore.NotRestoredException e) {
            if (upload.attempt() == 1 && upload.splitting().read() == 0) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private UploadStatus shown(UploadStatus status, long landedLines) {
        Optional<Waiting> waiting =
                MAY_WAIT.contains(status.state()) ? trouble.of(status.pipeline()) : Optional.empty();
        return StatusWriter.shown(status, landedLines, waiting);
    }
}
