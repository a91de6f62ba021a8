package io.multiget.ingest.control;

import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.setup.AfterTopics;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Sees every cancel to its end: when the last line in the topology is finished, the upload is cancelled. */
@Component
final class CancelWatch implements AfterTopics, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(CancelWatch.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final UploadBook book;
    private final Controls controls;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cancel-watch");
        thread.setDaemon(true);
        return thread;
    });

    CancelWatch(UploadBook book, Controls controls) {
        this.book = book;
        this.controls = controls;
    }

    @Override
    public void start() {
        looker.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Upload upload : book.uploads()) {
            if (upload.state() == UploadState.CANCELLING && controls.isDrained(upload)) {
                end(upload);
            }
        }
    }

    private void end(Upload upload) {
        try {
            book.update(upload.uploadId(), controls::drained);
            LOG.info("Upload {} is cancelled", upload.uploadId());
        } catch (BookUnavailableException e) {
            LOG.debug("Upload {} is not cancelled yet: {}", upload.uploadId(), e.getMessage());
        }
    }

    @Override
    public void destroy() {
        looker.shutdownNow();
    }
}
