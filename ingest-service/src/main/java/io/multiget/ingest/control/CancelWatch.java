package io.multiget.ingest.control;

import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.setup.AfterTopics;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.split.EarlierRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
    private final Pipelines pipelines;
    private final EarlierRows rows;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cancel-watch");
        thread.setDaemon(true);
        return thread;
    });

    CancelWatch(UploadBook book, Controls controls, Pipelines pipelines, EarlierRows rows) {
        this.book = book;
        this.controls = controls;
        this.pipelines = pipelines;
        this.rows = rows;
    }

    @Override
    public void start() {
        looker.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Upload upload : book.uploads()) {
            if (controls.isDraining(upload)) {
                end(upload);
            }
        }
    }

    private void end(Upload upload) {
        try {
            if (Controls.isReplay(upload)) {
                endReplay(upload);
            } else {
                end(upload, controls::drained);
            }
        } catch (BookUnavailableException e) {
            LOG.debug("Upload {} is not cancelled yet: {}", upload.uploadId(), e.getMessage());
        } catch (SQLException e) {
            LOG.debug("Upload {} is not cancelled yet, SQLSTATE {}", upload.uploadId(), e.getSQLState());
        }
    }

    private void endReplay(Upload upload) throws SQLException {
        Optional<Pipeline> pipeline = pipelines.find(upload.pipeline());
        if (pipeline.isPresent()) {
            EarlierRows.Left left = rows.leftBy(pipeline.get(), upload);
            if (left.written() == upload.splitting().admitted()) {
                end(upload, now -> controls.drained(now, left));
            }
        }
    }

    private void end(Upload upload, UnaryOperator<Upload> change) {
        book.update(upload.uploadId(), change);
        LOG.info("Upload {} is cancelled", upload.uploadId());
    }

    @Override
    public void destroy() {
        looker.shutdownNow();
    }
}
