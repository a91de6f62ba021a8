package io.multiget.ingest.upload;

import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.reader.RecordReaders;
import io.multiget.ingest.reader.UnreadableFileException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpStatus;

/** Looks at a spooled file before it is accepted: what a person would see at once is refused at once. Thread-safe. */
final class FileInspection {
    /** What a file's name may end with. */
    static final List<String> EXTENSIONS = RecordReaders.formats().stream()
            .flatMap(format -> List.of("." + format, "." + format + ".gz").stream())
            .toList();

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int HEAD_BYTES = 4096;
    /** Below this the ratio of a compressed file says nothing: a thousand equal lines are no attack. */
    private static final long HARMLESS_BYTES = 16L << 20;

    /** What is answered instead of accepting the file; other troubles are the upload's, and its status shows them. */
    private static final Map<String, HttpStatus> REFUSALS = Map.of(
            "not_text", HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported_encoding", HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "looks_like_json_array", HttpStatus.BAD_REQUEST,
            "duplicate_column", HttpStatus.BAD_REQUEST,
            "inflated_too_large", HttpStatus.CONTENT_TOO_LARGE);

    private final RecordReaders readers;
    private final UploadLimits limits;

    FileInspection(RecordReaders readers, UploadLimits limits) {
        this.readers = readers;
        this.limits = limits;
    }

    /** The format of a file that nobody has named. */
    static String looksLike(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            for (byte one : in.readNBytes(HEAD_BYTES)) {
                // A byte order mark and white space tell nothing.
                if (one > ' ') {
                    return one == '{' ? "jsonl" : "csv";
                }
            }
        }
        return "csv";
    }

    /** @throws ProblemException when the file cannot be meant */
    void inspect(Path file, Pipeline pipeline, Upload.Reading reading) throws IOException {
        ReadingOptions options = ReadingOptions.of(reading);
        if (options.gzip()) {
            requireBounded(file);
        }
        try {
            readers.look(file, pipeline.input(), options);
        } catch (UnreadableFileException e) {
            HttpStatus status = REFUSALS.get(e.code());
            if (status != null) {
                throw new ProblemException(status, e.code(), e.getMessage());
            }
        }
    }

    private void requireBounded(Path file) throws IOException {
        long size = Files.size(file);
        long byRatio = Math.max(HARMLESS_BYTES, Math.multiplyExact(size, limits.inflationRatio()));
        long limit = Math.min(limits.inflatedBytes(), byRatio);
        byte[] buffer = new byte[BUFFER_BYTES];
        long inflated = 0;
        try (InputStream in =
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES), BUFFER_BYTES)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                inflated += read;
                if (inflated > limit) {
                    throw new ProblemException(
                                    HttpStatus.CONTENT_TOO_LARGE,
                                    "inflated_too_large",
                                    "A compressed file holds at most " + limits.inflatedBytes() + " bytes, and at most "
                                            + limits.inflationRatio() + " for each of its own; this one's " + size
                                            + " bytes hold more than " + limit + ".")
                            .limit(limit)
                            .value(inflated);
                }
            }
        } catch (ZipException | EOFException e) {
            // A broken file is accepted: its status says where it breaks.
            return;
        }
    }
}
