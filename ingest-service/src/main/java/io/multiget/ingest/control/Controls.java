package io.multiget.ingest.control;

import io.multiget.contract.Upload;
import io.multiget.contract.Upload.Splitting;
import io.multiget.contract.UploadState;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.split.FinishedLines;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * The changes a person may ask for. One that does not apply in a state leaves the upload as it is, so that asking twice,
 * or too late, does no harm. Safe for any thread.
 */
@Component
final class Controls {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final UploadBook book;
    private final FinishedLines finished;
    private final Clock clock;

    Controls(UploadBook book, FinishedLines finished, Clock clock) {
        this.book = book;
        this.finished = finished;
        this.clock = clock;
    }

    /** @throws ProblemException 503 when another instance holds the upload, or Kafka does not take the change */
    Upload change(UUID id, UnaryOperator<Upload> change) {
        requireOwn(id);
        try {
            return book.update(id, change);
        } catch (BookUnavailableException e) {
            throw ProblemException.unavailable("Kafka does not take the change at the moment.", RETRY);
        }
    }

    Upload requireOwn(UUID id) {
        return book.find(id)
                .orElseThrow(() -> ProblemException.unavailable(
                        "Another ingest instance holds this upload; only that one can change it.", RETRY));
    }

    /** Nothing is published from now on; what is in the topology is finished. */
    Upload paused(Upload upload) {
        boolean publishes = upload.state() == UploadState.RECEIVING || upload.state() == UploadState.RUNNING;
        return publishes && !upload.splitting().allRead() ? upload.withState(UploadState.PAUSED) : upload;
    }

    Upload resumed(Upload upload) {
        if (upload.state() != UploadState.PAUSED) {
            return upload;
        }
        return upload.startedAt() == null ? upload.started(clock.instant()) : upload.withState(UploadState.RUNNING);
    }

    /**
     * What is not published is given up, and the topology gives up what it still asks about; once the rows of the others
     * are in the table, the upload is cancelled.
     */
    Upload cancelled(Upload upload) {
        boolean over = upload.state().isEnd()
                || upload.state() == UploadState.CANCELLING
                || upload.splitting().allRead() && isDrained(upload);
        if (over) {
            return upload;
        }
        // What a replay does not come to keeps the bucket it had: that is known once the replay's last row is there.
        Splitting splitting =
                isReplay(upload) ? upload.splitting() : upload.splitting().cancelled();
        return upload.withSplitting(splitting).withState(UploadState.CANCELLING);
    }

    private static boolean isReplay(Upload upload) {
        return upload.scope() != null;
    }

    private boolean isDrained(Upload upload) {
        return finished.finished(upload.uploadId(), upload.attempt())
                >= upload.splitting().admitted();
    }
}
