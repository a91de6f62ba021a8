package io.multiget.ingest.reader;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds where records start and end, and numbers them: counting and reading both go through it, so they cannot
 * disagree. After {@link #next} the current record is {@link #start} to {@link #end} in {@link #bytes}, its line break
 * left off, until {@code next} is called again. Owned by one thread.
 */
abstract class RecordSplitter {
    /** What is wrong with a record before anyone looks into its text. */
    enum Defect {
        NONE,
        LINE_TOO_LONG,
        UNCLOSED_QUOTE,
        BAD_QUOTE
    }

    static final byte LF = '\n';
    static final byte CR = '\r';
    /** A line break of two bytes may stand behind the longest record. */
    private static final int BREAK = 2;

    private final ByteWindow window;
    private final int longest;
    private long row;
    private long blank;
    private long nextLine;

    byte[] bytes;
    int start;
    int end;
    Defect defect = Defect.NONE;
    private long line;
    private long offset;

    /**
     * @param longest most bytes of a record
     * @param from where the window stands
     */
    RecordSplitter(ByteWindow window, int longest, Position from) {
        this.window = window;
        this.bytes = window.bytes;
        this.longest = longest;
        row = from.row();
        blank = from.blank();
        nextLine = from.line();
    }

    /** Most bytes that a splitter needs in the window at once. */
    static int reach(int longest) {
        return longest + BREAK;
    }

    /** Goes to the next record; false at the end. Passes blank lines: empty, or only spaces. */
    final boolean next() throws IOException {
        while (nextOrBlank()) {
            if (defect != Defect.NONE || !isBlank(start, end)) {
                row++;
                return true;
            }
            blank++;
        }
        return false;
    }

    private boolean nextOrBlank() throws IOException {
        window.require(reach(longest));
        if (window.position == window.limit) {
            return false;
        }
        bytes = window.bytes;
        start = window.position;
        line = nextLine;
        offset = window.offset();
        defect = Defect.NONE;
        // The byte at start + longest may still be the line break.
        split(Math.min(window.limit, start + longest + 1));
        return true;
    }

    /**
     * Finds the record's end before {@code bound}, and calls one of {@link #endAt} and {@link #endFirstLine}. At the
     * bound the file ends, or the record is too long: {@link #isEndOfFile}.
     */
    abstract void split(int bound) throws IOException;

    /** Whether a byte is white space that a blank line may consist of. */
    boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    final boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Number of the physical line on which the current record starts. */
    final long line() {
        return line;
    }

    /** Number of the current record. */
    final long row() {
        return row;
    }

    /** Behind the current record. */
    final Position position() {
        return new Position(row, blank, nextLine, window.offset());
    }

    /** Behind the current record, which was a header and does not count. */
    final Position positionBehindHeader() {
        return new Position(row - 1, blank, nextLine, window.offset());
    }

    /** Where a byte of the current record stands in the file. */
    final long offsetOf(int index) {
        return offset + window.fileBytes(start, index);
    }

    /** Whether a scan that came to the bound without a line break is at the file's end. */
    final boolean isEndOfFile(int bound) {
        return window.ended() && bound == window.limit && bound - start <= longest;
    }

    /** The record ends with the line break at {@code at}, or with the file; {@code breaks} more lines are within it. */
    final void endAt(int at, long breaks) {
        end = at;
        nextLine += breaks;
        if (at < window.limit) {
            nextLine++;
            window.advanceTo(behindBreak(at));
        } else {
            window.advanceTo(at);
        }
    }

    /** The record is its first physical line alone, and wrong; reading goes on behind that line. */
    final void endFirstLine(Defect found, int bound) throws IOException {
        int at = start;
        while (at < bound && !isBreak(bytes[at])) {
            at++;
        }
        if (at == bound && !isEndOfFile(bound)) {
            skipLongLine();
        } else {
            defect = found;
            endAt(at, 0);
        }
    }

    /** The line is beyond the limit: its beginning is the record, the rest of it is passed over. */
    private void skipLongLine() throws IOException {
        defect = Defect.LINE_TOO_LONG;
        bytes = Arrays.copyOfRange(bytes, start, start + Math.min(longest, RecordText.MOST_PREFIX_BYTES));
        start = 0;
        end = bytes.length;
        window.advanceTo(window.position + longest);
        while (!passBreak()) {
            if (window.ended()) {
                return;
            }
        }
        nextLine++;
    }

    /** Passes all that is in the window up to and with a line break; false if there is none. */
    private boolean passBreak() throws IOException {
        window.require(BREAK);
        int at = window.position;
        while (at < window.limit && !isBreak(window.bytes[at])) {
            at++;
        }
        window.advanceTo(at);
        if (at == window.limit) {
            return false;
        }
        window.require(BREAK);
        window.advanceTo(behindBreak(window.position));
        return true;
    }

    static boolean isBreak(byte b) {
        return b == LF || b == CR;
    }

    private int behindBreak(int at) {
        byte[] content = window.bytes;
        boolean two = content[at] == CR && at + 1 < window.limit && content[at + 1] == LF;
        return two ? at + 2 : at + 1;
    }
}
