package io.multiget.ingest.reader;

import io.multiget.contract.Upload;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read; what is absent is found by looking at its head.
 *
 * @param format one of {@link RecordReaders#formats()}
 * @param gzip whether the file is compressed
 */
public record ReadingOptions(
        String format, boolean gzip, Optional<Character> delimiter, Optional<Encoding> encoding, Header header) {
    private static final String GZIP_SUFFIX = ".gz";
    private static final String DELIMITERS = ",;\t|";

    /**
     * Checks what an upload says about itself.
     *
     * @throws IllegalArgumentException naming the parameter, its value and what is allowed
     */
    public static ReadingOptions of(Upload.Reading reading) {
        String format = reading.format().strip().toLowerCase(Locale.ROOT);
        boolean gzip = format.endsWith(GZIP_SUFFIX);
        return new ReadingOptions(
                knownFormat(gzip ? format.substring(0, format.length() - GZIP_SUFFIX.length()) : format),
                gzip,
                delimiter(reading.delimiter()),
                encoding(reading.encoding()),
                header(reading.header()));
    }

    /** The format that a file's name asks for, like {@code csv.gz}; empty: an extension that nobody reads. */
    public static Optional<String> formatOf(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return RecordReaders.formats().stream()
                .flatMap(format -> Stream.of(format, format + GZIP_SUFFIX))
                .filter(format -> name.endsWith("." + format) && name.length() > format.length() + 1)
                .findFirst();
    }

    private static String knownFormat(String format) {
        if (!RecordReaders.formats().contains(format)) {
            throw new IllegalArgumentException(
                    refusal("format", format, String.join(", ", RecordReaders.formats()) + ", each also with .gz"));
        }
        return format;
    }

    private static Optional<Character> delimiter(@Nullable String delimiter) {
        if (delimiter == null) {
            return Optional.empty();
        }
        String plain = delimiter.equalsIgnoreCase("tab") || delimiter.equals("\\t") ? "\t" : delimiter;
        if (plain.length() != 1 || DELIMITERS.indexOf(plain.charAt(0)) < 0) {
            throw new IllegalArgumentException(refusal("delimiter", delimiter, ", ; tab |"));
        }
        return Optional.of(plain.charAt(0));
    }

    private static Optional<Encoding> encoding(@Nullable String encoding) {
        if (encoding == null) {
            return Optional.empty();
        }
        return Optional.of(Encoding.named(encoding)
                .orElseThrow(() -> new IllegalArgumentException(refusal("encoding", encoding, Encoding.allowed()))));
    }

    private static Header header(@Nullable Boolean header) {
        if (header == null) {
            return Header.AUTO;
        }
        return header ? Header.PRESENT : Header.ABSENT;
    }

    private static String refusal(String parameter, String value, String allowed) {
        return parameter + " must be one of " + allowed + ", was " + Printable.quoted(value);
    }
}
