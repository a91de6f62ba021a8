package io.multiget.ingest.upload;

import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;

/** A body that is the file itself. */
final class RawBody {
    private final Optional<String> fileName;

    /**
     * @param contentDisposition the request's header, whose {@code filename*} goes before {@code filename}
     * @param parameter the query's {@code file}, which goes before both
     */
    RawBody(@Nullable String contentDisposition, @Nullable String parameter, Consumer<String> fileNameCheck) {
        this.fileName = Optional.ofNullable(parameter)
                .or(() -> Optional.ofNullable(contentDisposition).map(RawBody::fileName))
                .filter(name -> !name.isEmpty())
                .map(FileName::checked);
        fileName.ifPresent(fileNameCheck);
    }

    private static @Nullable String fileName(String contentDisposition) {
        try {
            return utf8(ContentDisposition.parse(contentDisposition));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                            HttpStatus.BAD_REQUEST, "bad_filename", "The header Content-Disposition cannot be read.")
                    .field("Content-Disposition");
        }
    }

    /** Headers arrive as Latin-1; whoever writes UTF-8 into a plain {@code filename} means UTF-8. */
    private static @Nullable String utf8(ContentDisposition disposition) {
        String name = disposition.getFilename();
        if (name == null || disposition.getCharset() != null) {
            return name;
        }
        String decoded = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return decoded.indexOf('\uFFFD') < 0 ? decoded : name;
    }

    Received receive(MeteredInput in, SpoolFile file, UploadLimits limits) throws IOException {
        file.fill(in, limits);
        if (file.bytes() == 0) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "no_file", "The request has no body.");
        }
        return new Received(fileName, Map.of());
    }
}
