package io.multiget.ingest.upload;

import io.multiget.ingest.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a request's headers say, checked. */
final class RequestHead {
    /** Types of a body that is the file itself; what the file is, its content says. */
    private static final Set<String> RAW_TYPES = Set.of(
            "text/plain",
            "text/csv",
            "text/tab-separated-values",
            "application/csv",
            "application/gzip",
            "application/json",
            "application/jsonl",
            "application/octet-stream",
            "application/x-gzip",
            "application/x-ndjson",
            // What curl --data-binary calls any file.
            "application/x-www-form-urlencoded");

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private RequestHead() {}

    /** Absent where the request has none: a raw body. */
    static Optional<MediaType> contentType(HttpServletRequest request) {
        String header = request.getContentType();
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        try {
            MediaType type = MediaType.parseMediaType(header);
            if (isForm(Optional.of(type)) || RAW_TYPES.contains(withoutParameters(type))) {
                return Optional.of(type);
            }
        } catch (InvalidMediaTypeException e) {
            throw header.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)
                    ? MultipartBody.badBoundary()
                    : unsupported(header);
        }
        throw unsupported(header);
    }

    private static String withoutParameters(MediaType type) {
        return type.getType() + "/" + type.getSubtype();
    }

    private static ProblemException unsupported(String header) {
        return new ProblemException(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported_media_type",
                        "A file comes as multipart/form-data, or as the body itself with one of "
                                + RAW_TYPES.stream().sorted().toList() + " or no Content-Type.")
                .field(HttpHeaders.CONTENT_TYPE)
                .value(header);
    }

    static boolean isForm(Optional<MediaType> contentType) {
        return contentType
                .filter(MediaType.MULTIPART_FORM_DATA::equalsTypeAndSubtype)
                .isPresent();
    }

    /** A body encoded on the way is not taken; a file that is compressed itself is. */
    static void requirePlainEncoding(HttpServletRequest request) {
        Enumeration<String> encodings = request.getHeaders(HttpHeaders.CONTENT_ENCODING);
        while (encodings.hasMoreElements()) {
            String encoding = encodings.nextElement().strip();
            if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
                throw new ProblemException(
                                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                                "unsupported_encoding",
                                "A body comes without Content-Encoding; a compressed file is one whose name ends with .gz.")
                        .field(HttpHeaders.CONTENT_ENCODING)
                        .value(encoding)
                        .limit(List.of("identity"));
            }
        }
    }

    static Optional<String> idempotencyKey(HttpServletRequest request) {
        String key = request.getHeader("Idempotency-Key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw new ProblemException(
                            HttpStatus.BAD_REQUEST,
                            "bad_parameter",
                            "An Idempotency-Key is 1 to 255 visible ASCII characters.")
                    .field("Idempotency-Key");
        }
        return Optional.ofNullable(key);
    }
}
