package io.multiget.ingest.upload;

import io.multiget.contract.Upload;
import io.multiget.contract.UploadState;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.book.BookUnavailableException;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.setup.Pipelines;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Receives uploads: checks what can be known before the body, spools it, looks at it, writes it down. Thread-safe. */
@Component
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** The headers and boundaries of ten parts and their fields. */
    private static final long FORM_OVERHEAD_BYTES = 32 << 10;

    private final IngestProperties properties;
    private final Pipelines pipelines;
    private final Spool spool;
    private final FileInspection inspection;
    private final UploadBook book;
    private final Clock clock;
    private final Semaphore slots;

    Reception(
            IngestProperties properties,
            Pipelines pipelines,
            Spool spool,
            FileInspection inspection,
            UploadBook book,
            Clock clock) {
        this.properties = properties;
        this.pipelines = pipelines;
        this.spool = spool;
        this.inspection = inspection;
        this.book = book;
        this.clock = clock;
        this.slots = new Semaphore(properties.uploads().concurrent(), true);
    }

    /**
     * Returns with the upload written down; the one from before, if the idempotency key is known.
     *
     * @throws ProblemException and nothing is left behind
     */
    Upload receive(HttpServletRequest request) throws IOException {
        Optional<MediaType> contentType = RequestHead.contentType(request);
        RequestHead.requirePlainEncoding(request);
        Optional<String> key = RequestHead.idempotencyKey(request);
        Map<String, String> query = QueryParameters.parse(request.getQueryString());
        ReadingParameters parameters = new ReadingParameters(query, properties.reading());
        Pipeline pipeline = parameters.pipeline(pipelines);
        requireRoom(request, RequestHead.isForm(contentType));
        takeSlot();
        try {
            return spool(request, contentType, query, parameters, pipeline, key);
        } finally {
            slots.release();
        }
    }

    /** Small files come and go: a moment's patience serves a hundred of them. */
    private void takeSlot() {
        try {
            if (slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int limit = properties.uploads().concurrent();
        throw new ProblemException(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too_many_uploads",
                        limit + " uploads are being received already.")
                .limit(limit)
                .retryAfter(RETRY);
    }

    private void requireRoom(HttpServletRequest request, boolean form) {
        UploadLimits limits = properties.uploads();
        long announced = request.getContentLengthLong();
        if (announced > limits.fileBytes() + (form ? FORM_OVERHEAD_BYTES : 0)) {
            throw SpoolFile.tooLarge(limits.fileBytes(), announced);
        }
        long free = spool.freeBytes();
        if (announced > free / 2) {
            throw new ProblemException(
                            HttpStatus.INSUFFICIENT_STORAGE,
                            "no_space",
                            "The disk that keeps uploads has " + free
                                    + " bytes left; twice the file's size is asked for.")
                    .limit(free / 2)
                    .value(announced);
        }
    }

    private Upload spool(
            HttpServletRequest request,
            Optional<MediaType> contentType,
            Map<String, String> query,
            ReadingParameters parameters,
            Pipeline pipeline,
            Optional<String> key)
            throws IOException {
        UploadLimits limits = properties.uploads();
        UUID id = UUID.randomUUID();
        try (SpoolFile file = SpoolFile.create(spool, id)) {
            MeteredInput in = new MeteredInput(request.getInputStream(), limits, System::nanoTime);
            Received received = RequestHead.isForm(contentType)
                    ? new MultipartBody(contentType.orElseThrow(), Reception::requireExtension)
                            .receive(in, file, limits)
                    : new RawBody(
                                    request.getHeader("Content-Disposition"),
                                    query.get("file"),
                                    Reception::requireExtension)
                            .receive(in, file, limits);
            if (file.bytes() == 0) {
                throw new ProblemException(HttpStatus.BAD_REQUEST, "empty_file", "The file has 0 bytes.")
                        .field("file")
                        .value(0);
            }
            Upload upload = describe(id, file, received, parameters.with(received.fields()), key);
            inspection.inspect(file.path(), pipelines.find(upload.pipeline()).orElseThrow(), upload.reading());
            file.sync();
            return accept(upload, file);
        }
    }

    private static void requireExtension(String fileName) {
        if (ReadingOptions.formatOf(fileName).isEmpty()) {
            throw new ProblemException(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "unsupported_extension",
                            "A file's name ends with one of " + FileInspection.EXTENSIONS + ".")
                    .field("filename")
                    .value(fileName)
                    .limit(FileInspection.EXTENSIONS);
        }
    }

    private Upload describe(
            UUID id, SpoolFile file, Received received, ReadingParameters parameters, Optional<String> key)
            throws IOException {
        Upload.Reading reading = parameters.reading(received.fileName(), FileInspection.looksLike(file.path()));
        return new Upload(
                id,
                parameters.pipeline(pipelines).name(),
                received.fileName().orElse("upload." + reading.format()),
                file.bytes(),
                file.digest(),
                properties.instanceId(),
                key.orElse(null),
                reading,
                1,
                null,
                UploadState.RECEIVING,
                Upload.Splitting.START,
                null,
                clock.instant(),
                null,
                null,
                null);
    }

    private Upload accept(Upload upload, SpoolFile file) {
        // Kept before it is written down: a file too many is found at the next start, a file too few never.
        file.keep();
        Upload accepted = null;
        try {
            accepted = book.accept(upload);
        } catch (BookUnavailableException e) {
            LOG.warn("Refused an upload: {}", String.valueOf(e.getCause()));
            throw ProblemException.unavailable("Kafka does not take the upload at the moment.", RETRY);
        } finally {
            if (accepted != upload) {
                spool.delete(upload.uploadId());
            }
        }
        requireSame(upload, accepted);
        LOG.info("Accepted upload {} of {} bytes for {}", accepted.uploadId(), accepted.bytes(), accepted.pipeline());
        return accepted;
    }

    private static void requireSame(Upload upload, Upload accepted) {
        boolean same = accepted.digest().equals(upload.digest())
                && accepted.pipeline().equals(upload.pipeline())
                && accepted.reading().equals(upload.reading());
        if (!same) {
            throw new ProblemException(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "key_reused",
                            "This Idempotency-Key came with another file or other parameters before.")
                    .field("Idempotency-Key")
                    .value(String.valueOf(upload.idempotencyKey()));
        }
    }
}
