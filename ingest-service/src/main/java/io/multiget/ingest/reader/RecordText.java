package io.multiget.ingest.reader;

import io.multiget.ingest.reader.RecordSplitter.Defect;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The current record of a splitter as text. Most records are plain ASCII, and cost no decoding. Owned by one thread. */
final class RecordText {
    /** Characters shown of a line beyond the limit. */
    static final int LONGEST_PREFIX = 1024;

    private static final int MOST_BYTES_PER_CHAR = 3;
    /** Bytes that are enough for that prefix. */
    static final int MOST_PREFIX_BYTES = LONGEST_PREFIX * MOST_BYTES_PER_CHAR;

    private static final char ELLIPSIS = '\u2026';
    private static final int VALID = -1;

    private final RecordSplitter splitter;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final CharBuffer chars = CharBuffer.allocate(LONGEST_PREFIX);

    private boolean ascii;
    /** Nothing to escape, nothing to decode. */
    private boolean plain;

    private int firstInvalid;

    RecordText(RecordSplitter splitter, Charset charset) {
        this.splitter = splitter;
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Looks at the splitter's new record; the other methods speak of it from now on. */
    void look() {
        byte[] bytes = splitter.bytes;
        int all = 0;
        boolean controls = false;
        for (int i = splitter.start; i < splitter.end; i++) {
            byte b = bytes[i];
            all |= b;
            controls |= b < ' ' && b != '\t' || b == 0x7F;
        }
        ascii = all >= 0;
        plain = ascii && !controls;
        firstInvalid = ascii ? VALID : findInvalid();
    }

    boolean isValid() {
        return firstInvalid == VALID;
    }

    /** Index of the first byte that is no text; only if the record is not valid. */
    int firstInvalid() {
        return firstInvalid;
    }

    /** A part of the record, which must be valid; the indexes are the splitter's. */
    String text(int from, int to) {
        return new String(splitter.bytes, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : charset);
    }

    /** The whole record as text, which must be valid. */
    String text() {
        return text(splitter.start, splitter.end);
    }

    /** What {@link Line#raw} promises, of any record. */
    String raw() {
        boolean cut = splitter.defect == Defect.LINE_TOO_LONG;
        if (plain && !cut) {
            return text();
        }
        StringBuilder raw = new StringBuilder();
        decodeInto(raw, cut);
        if (cut) {
            Printable.cut(raw, LONGEST_PREFIX).append(ELLIPSIS);
        }
        return Printable.escape(raw);
    }

    private int findInvalid() {
        ByteBuffer bytes = record();
        decoder.reset();
        CoderResult result;
        do {
            chars.clear();
            result = decoder.decode(bytes, chars, true);
        } while (result.isOverflow());
        return result.isError() ? bytes.position() : VALID;
    }

    private void decodeInto(StringBuilder text, boolean cut) {
        ByteBuffer bytes = record();
        decoder.reset();
        CoderResult result;
        do {
            chars.clear();
            result = decoder.decode(bytes, chars, !cut);
            text.append(chars.flip());
            for (int i = 0; result.isError() && i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02X", bytes.get()));
            }
        } while (!result.isUnderflow());
    }

    private ByteBuffer record() {
        return ByteBuffer.wrap(splitter.bytes, splitter.start, splitter.end - splitter.start);
    }
}
