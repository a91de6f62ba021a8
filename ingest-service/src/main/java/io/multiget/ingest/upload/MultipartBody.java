package io.multiget.ingest.upload;

import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** A form: one part {@code file}, and fields that say how to read it. Reads the stream once, holds no part in memory. */
final class MultipartBody {
    private static final String FILE = "file";
    private static final int MOST_PARTS = 10;
    private static final int LONGEST_PART_HEADER = 512;
    private static final int LONGEST_FIELD = 1024;
    /** RFC 2046, section 5.1.1. */
    private static final Pattern BOUNDARY =
            Pattern.compile("[0-9A-Za-z'()+_,\\-./:=? ]{0,69}[0-9A-Za-z'()+_,\\-./:=?]");

    private static final Pattern DISPOSITION = Pattern.compile(
            "^content-disposition:\\s*(.+)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.UNIX_LINES);
    private static final Pattern FOLDED = Pattern.compile("\r\n[ \t]+");

    private final byte[] boundary;
    private final Consumer<String> fileNameCheck;
    private final Map<String, String> fields = new HashMap<>();
    private @Nullable String fileName;
    private boolean fileSeen;

    /**
     * @param contentType with the boundary
     * @param fileNameCheck throws for a file that need not be read; called before its first byte
     */
    MultipartBody(MediaType contentType, Consumer<String> fileNameCheck) {
        this.boundary = boundary(contentType.getParameter("boundary"));
        this.fileNameCheck = fileNameCheck;
    }

    private static byte[] boundary(@Nullable String parameter) {
        String text = parameter == null ? "" : parameter.replaceAll("^\"|\"$", "");
        if (!BOUNDARY.matcher(text).matches()) {
            throw badBoundary();
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static ProblemException badBoundary() {
        return bad("Content-Type needs a boundary of 1 to 70 characters.").field("Content-Type");
    }

    Received receive(MeteredInput in, SpoolFile file, UploadLimits limits) throws IOException {
        try {
            MultipartInput parts = MultipartInput.builder()
                    .setInputStream(in)
                    .setBoundary(boundary)
                    .setMaxPartHeaderSize(LONGEST_PART_HEADER)
                    .get();
            parts.setHeaderCharset(StandardCharsets.UTF_8);
            readAll(parts, in, file, limits);
        } catch (MalformedStreamException | FileUploadSizeException e) {
            throw bad("The body is no well-formed multipart/form-data: " + e.getMessage() + ".");
        }
        if (!fileSeen) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "no_file", "The form has no part named file.")
                    .field(FILE);
        }
        return new Received(Optional.ofNullable(fileName), fields);
    }

    private void readAll(MultipartInput parts, MeteredInput in, SpoolFile file, UploadLimits limits)
            throws IOException {
        int count = 0;
        boolean more = parts.skipPreamble();
        while (more) {
            if (++count > MOST_PARTS) {
                throw new ProblemException(
                                HttpStatus.CONTENT_TOO_LARGE,
                                "too_many_parts",
                                "A form has at most " + MOST_PARTS + " parts.")
                        .limit(MOST_PARTS);
            }
            readPart(parts, file, limits);
            more = parts.readBoundary();
        }
        if (count == 0 && in.bytes() > boundary.length + "--\r\n--\r\n".length()) {
            throw bad("The body does not hold the boundary that Content-Type gives.");
        }
    }

    private void readPart(MultipartInput parts, SpoolFile file, UploadLimits limits) throws IOException {
        ContentDisposition disposition = disposition(parts.readHeaders());
        String name = disposition.getName();
        try (InputStream content = parts.newInputStream()) {
            if (FILE.equals(name)) {
                readFile(disposition.getFilename(), content, file, limits);
            } else if (name != null && disposition.getFilename() == null && ReadingParameters.NAMES.contains(name)) {
                fields.putIfAbsent(name, readField(name, content));
            } else {
                throw new ProblemException(
                                HttpStatus.BAD_REQUEST,
                                "wrong_part",
                                "The file goes into a part named file; other parts may be " + ReadingParameters.NAMES
                                        + ".")
                        .field(FILE)
                        .value(name == null ? "" : name);
            }
        }
    }

    private static ContentDisposition disposition(String headers) {
        Matcher found =
                DISPOSITION.matcher(FOLDED.matcher(headers).replaceAll(" ").replace("\r", ""));
        if (!found.find()) {
            throw bad("A part has no Content-Disposition.");
        }
        try {
            return ContentDisposition.parse(found.group(1));
        } catch (IllegalArgumentException e) {
            throw bad("A part's Content-Disposition cannot be read.");
        }
    }

    private void readFile(@Nullable String name, InputStream content, SpoolFile file, UploadLimits limits)
            throws IOException {
        if (fileSeen) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "one_file_only", "A request brings one file.")
                    .field(FILE);
        }
        fileSeen = true;
        if (name != null && !name.isEmpty()) {
            fileName = FileName.checked(name);
            fileNameCheck.accept(name);
        }
        file.fill(content, limits);
        // A form that is sent without a file chosen has a part without name and content.
        if (name != null && name.isEmpty() && file.bytes() == 0) {
            fileSeen = false;
        }
    }

    private static String readField(String name, InputStream content) throws IOException {
        byte[] value = content.readNBytes(LONGEST_FIELD + 1);
        if (value.length > LONGEST_FIELD) {
            throw ProblemException.badParameter(name, "...", "at most " + LONGEST_FIELD + " bytes");
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, "bad_multipart", detail);
    }
}
