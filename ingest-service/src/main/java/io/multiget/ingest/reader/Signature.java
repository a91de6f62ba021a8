package io.multiget.ingest.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Beginnings of files that are no text. */
enum Signature {
    GZIP("gzip", "\u001F\u008B"),
    ZIP("a zip archive (or a spreadsheet: save it as CSV)", "PK\u0003\u0004"),
    EMPTY_ZIP("a zip archive", "PK\u0005\u0006"),
    OLE("an Office document (save it as CSV)", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1"),
    PDF("a PDF document", "%PDF-"),
    PNG("a PNG image", "\u0089PNG"),
    JPEG("a JPEG image", "\u00FF\u00D8\u00FF"),
    GIF("a GIF image", "GIF8"),
    ELF("a program", "\u007FELF"),
    JAVA_CLASS("a program", "\u00CA\u00FE\u00BA\u00BE"),
    BZIP2("a bzip2 archive", "BZh91AY&SY"),
    XZ("an xz archive", "\u00FD7zXZ\u0000"),
    ZSTD("a zstd archive", "\u0028\u00B5\u002F\u00FD"),
    SEVEN_ZIP("a 7z archive", "7z\u00BC\u00AF\u0027\u001C"),
    RAR("a rar archive", "Rar!\u001A\u0007"),
    SQLITE("a database", "SQLite format 3\u0000"),
    AVRO("an Avro file", "Obj\u0001");

    private final String description;
    private final byte[] bytes;

    Signature(String description, String bytes) {
        this.description = description;
        this.bytes = bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    String description() {
        return description;
    }

    /** What a file with this head is; empty: nothing known, perhaps text. */
    static Optional<Signature> of(byte[] head) {
        return Arrays.stream(values())
                .filter(signature -> signature.begins(head))
                .findFirst();
    }

    private boolean begins(byte[] head) {
        return head.length >= bytes.length && Arrays.equals(bytes, 0, bytes.length, head, 0, bytes.length);
    }
}
