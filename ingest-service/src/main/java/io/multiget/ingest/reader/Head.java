package io.multiget.ingest.reader;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The first bytes of a file, inflated, and what they say about its encoding. In this order:
 *
 * <ol>
 *   <li>A byte order mark is believed, whatever was declared.
 *   <li>What was declared is believed.
 *   <li>Zero bytes at every other place: UTF-16.
 *   <li>More invalid than valid UTF-8, and surely text of two bytes a character: refused.
 *   <li>No high bytes, or some that are valid UTF-8: UTF-8. Bytes that are not valid then cost their own lines.
 *   <li>High bytes of which none is valid UTF-8: one byte a character, ISO-8859-1 or windows-1252. So a file that is
 *       ASCII but for some Latin-1 bytes in its head is Latin-1, and one that has them only behind its head is UTF-8.
 * </ol>
 */
record Head(byte[] bytes, boolean whole) {
    private static final int LENGTH = 64 << 10;
    /** A file of a few bytes may have some control characters; those cost lines, not the file. */
    private static final int FEW_CONTROLS = 8;

    private static final int CONTROLS_IN_TEXT_PERCENT = 5;
    /** How many times rarer zeros must be among the low bytes than among the high ones. */
    private static final int FEWER_ZEROS = 4;
    /** How sure the detector must be that bytes are double-byte text before the file is refused for it. */
    private static final int SURE = 50;

    private static final Set<String> DOUBLE_BYTE = Set.of("Shift_JIS", "EUC-JP", "EUC-KR", "Big5", "GB18030");

    private record Mark(Encoding encoding, int length) {}

    static Head of(Path file, boolean gzip, ReaderLimits limits) throws IOException {
        try (InputStream in = Content.openBytes(file, gzip, limits)) {
            byte[] bytes = in.readNBytes(LENGTH);
            return new Head(bytes, bytes.length < LENGTH);
        }
    }

    /**
     * The file as text.
     *
     * @throws UnreadableFileException {@code not_text} or {@code unsupported_encoding}
     */
    Content content(Path file, ReadingOptions options, ReaderLimits limits) throws UnreadableFileException {
        refuseKnownBinary();
        refuseUtf32();
        Optional<Mark> mark = mark();
        Encoding encoding = mark.isPresent() ? mark.get().encoding() : encoding(options.encoding());
        int start = mark.map(Mark::length).orElse(0);
        byte[] text = Arrays.copyOfRange(bytes, start, bytes.length);
        return new Content(file, options.gzip(), encoding, start, text, whole, limits);
    }

    private void refuseKnownBinary() throws UnreadableFileException {
        Optional<Signature> signature = Signature.of(bytes);
        if (signature.isPresent()) {
            throw new UnreadableFileException(
                    "not_text", "the file is not text but " + signature.get().description());
        }
    }

    private void refuseUtf32() throws UnreadableFileException {
        if (begins(0xFF, 0xFE, 0, 0) || begins(0, 0, 0xFE, 0xFF)) {
            throw new UnreadableFileException(
                    "unsupported_encoding", "the byte order mark says UTF-32, allowed are " + Encoding.allowed());
        }
    }

    private Optional<Mark> mark() {
        if (begins(0xEF, 0xBB, 0xBF)) {
            return Optional.of(new Mark(Encoding.UTF_8, 3));
        }
        if (begins(0xFF, 0xFE)) {
            return Optional.of(new Mark(Encoding.UTF_16LE, 2));
        }
        return begins(0xFE, 0xFF) ? Optional.of(new Mark(Encoding.UTF_16BE, 2)) : Optional.empty();
    }

    private boolean begins(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private Encoding encoding(Optional<Encoding> declared) throws UnreadableFileException {
        Optional<Encoding> utf16 = utf16();
        if (declared.isPresent() && declared.get().isUtf16()) {
            return declared.get();
        }
        if (utf16.isEmpty()) {
            refuseControls();
        }
        if (declared.isPresent()) {
            return declared.get();
        }
        return utf16.isPresent() ? utf16.get() : byteEncoding();
    }

    /** Most characters of most keys are ASCII: in UTF-16 every other byte is zero. */
    private Optional<Encoding> utf16() {
        int pairs = bytes.length / 2;
        int evenZeros = 0;
        int oddZeros = 0;
        for (int i = 0; i < pairs; i++) {
            evenZeros += bytes[2 * i] == 0 ? 1 : 0;
            oddZeros += bytes[2 * i + 1] == 0 ? 1 : 0;
        }
        if (oddZeros > pairs / 2 && evenZeros <= oddZeros / FEWER_ZEROS) {
            return Optional.of(Encoding.UTF_16LE);
        }
        return evenZeros > pairs / 2 && oddZeros <= evenZeros / FEWER_ZEROS
                ? Optional.of(Encoding.UTF_16BE)
                : Optional.empty();
    }

    private void refuseControls() throws UnreadableFileException {
        int controls = 0;
        for (byte b : bytes) {
            controls += b >= 0 && b < ' ' && !Character.isWhitespace(b) ? 1 : 0;
        }
        if (controls >= FEW_CONTROLS && 100L * controls > (long) CONTROLS_IN_TEXT_PERCENT * bytes.length) {
            throw new UnreadableFileException(
                    "not_text",
                    "the file is not text: " + controls + " of its first " + bytes.length
                            + " bytes are control characters");
        }
    }

    private Encoding byteEncoding() throws UnreadableFileException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        int malformed = 0;
        CoderResult result;
        while ((result = decoder.decode(in, out, whole)).isError()) {
            malformed++;
            in.position(in.position() + result.length());
        }
        long beyondAscii = out.flip().chars().filter(c -> c >= 0x80).count();
        if (malformed > beyondAscii) {
            refuseDoubleByte();
        }
        return malformed == 0 || beyondAscii > 0 ? Encoding.UTF_8 : singleByteEncoding();
    }

    /** Such text has delimiters and line breaks within its characters: as anything else it would be torn. */
    private void refuseDoubleByte() throws UnreadableFileException {
        CharsetMatch match = new CharsetDetector().setText(bytes).detect();
        if (match != null && DOUBLE_BYTE.contains(match.getName()) && match.getConfidence() >= SURE) {
            throw new UnreadableFileException(
                    "unsupported_encoding",
                    "the file looks like " + match.getName() + ", allowed are " + Encoding.allowed());
        }
    }

    private Encoding singleByteEncoding() {
        // What the two share stands above 0x9F; below, ISO-8859-1 has control characters that nobody writes.
        for (byte b : bytes) {
            if ((b & 0xFF) >= 0x80 && (b & 0xFF) < 0xA0) {
                return Encoding.WINDOWS_1252;
            }
        }
        return Encoding.ISO_8859_1;
    }
}
