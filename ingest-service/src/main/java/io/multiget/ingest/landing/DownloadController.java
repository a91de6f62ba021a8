package io.multiget.ingest.landing;

import io.multiget.contract.UploadStatus;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.status.KnownUploads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An upload's rows as a file, read from the table while it is sent. */
@RestController
final class DownloadController {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadController.class);
    /** Each holds a connection to Postgres for as long as its client reads. */
    private static final int MOST_DOWNLOADS = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final KnownUploads uploads;
    private final Sinks sinks;
    private final Database database;
    private final Semaphore free = new Semaphore(MOST_DOWNLOADS);

    DownloadController(KnownUploads uploads, Sinks sinks, Database database) {
        this.uploads = uploads;
        this.sinks = sinks;
        this.database = database;
    }

    @GetMapping("/uploads/{id}/{part:rows|rejected}.{format:csv|jsonl}")
    void download(
            @PathVariable String id,
            @PathVariable String part,
            @PathVariable String format,
            @RequestParam(required = false) @Nullable String safe,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean safeForExcel = isSafeForExcel(safe);
        UploadStatus upload = uploads.require(id);
        SinkTable table = sinks.find(upload.pipeline())
                .map(Sink::table)
                .orElseThrow(() -> ProblemException.unavailable(
                        "Pipeline " + upload.pipeline() + " is not served here at the moment.", RETRY_AFTER));
        RowSelection rows = part.equals("rows") ? RowSelection.enriched(table) : RowSelection.rejected(table);
        if (!free.tryAcquire()) {
            throw new ProblemException(
                            HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "Too many downloads are under way.")
                    .limit(MOST_DOWNLOADS)
                    .retryAfter(RETRY_AFTER);
        }
        try {
            RowFile file = format.equals("csv") ? new CsvFile(safeForExcel) : new JsonLinesFile();
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"%s-%s.%s\"".formatted(upload.uploadId(), part, format));
            send(new RowReader(database, rows, upload.uploadId()), file, request, response);
        } finally {
            free.release();
        }
    }

    private static boolean isSafeForExcel(@Nullable String safe) {
        if (safe == null || safe.isEmpty()) {
            return false;
        }
        if (!safe.equals("excel")) {
            throw ProblemException.badParameter("safe", safe, "excel, or absent");
        }
        return true;
    }

    private static void send(RowReader rows, RowFile file, HttpServletRequest request, HttpServletResponse response) {
        try {
            rows.readInto(file, () -> {
                response.setContentType(file.contentType());
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.setHeader("Cache-Control", "no-store");
                return response.getOutputStream();
            });
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The client of a download went away: {}", e.getMessage());
        } catch (SQLException e) {
            if (response.isCommitted()) {
                LOG.warn("A download breaks off: {}", Database.reason(e));
                BrokenDownloads.breakOff(request);
            } else {
                response.reset();
                throw ProblemException.unavailable(Database.reason(e) + ".", RETRY_AFTER);
            }
        }
    }
}
