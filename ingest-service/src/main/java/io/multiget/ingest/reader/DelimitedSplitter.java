package io.multiget.ingest.reader;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Records of cells between delimiters, as RFC 4180 has them: a cell may stand in quotes, and then hold delimiters, line
 * breaks and doubled quotes.
 *
 * <p>A record goes over a line break only where that makes a whole, well-formed record within the longest record's
 * length. Otherwise the record is its first line alone, with {@link RecordSplitter.Defect#UNCLOSED_QUOTE}, and the
 * following line is read for itself: one forgotten quote costs one line, also in a file where every cell is quoted and
 * the next line's first quote seems to close it.
 *
 * <p>This stays linear. Say a line is odd if it has an odd number of runs of an odd number of quotes. Only an odd line
 * leaves a quote open behind it, and a scan that goes on into another odd line either finds a malformed cell there or
 * finds the record's end with it. So a scan that fails has passed no line, but the last, from which another can start.
 *
 * <p>Not FastCSV, which reads well-formed files the same way (a test holds the two side by side): to it an open quote
 * runs to the file's end, a quote within a cell is data, text behind a closing quote ends the reading for good, and it
 * knows lines but no offsets to go on from.
 */
final class DelimitedSplitter extends RecordSplitter {
    private static final byte QUOTE = '"';
    private static final byte ORDINARY = 0;
    private static final byte BREAK = 1;
    private static final byte DELIMITER = 2;
    private static final byte QUOTATION = 3;

    /** There is text where the cell must end: behind its closing quote, or a quote in a cell without quotes. */
    private static final int MALFORMED = -1;
    /** The bound is within the quotes. */
    private static final int OPEN = -2;

    private final byte delimiter;
    /** What each byte means outside of quotes, by its unsigned value. */
    private final byte[] meaning = new byte[256];

    private final int[] starts;
    private final int[] ends;
    private final boolean[] doubled;
    private int cells;

    /** State of one scan: the line breaks that it has passed within quotes. */
    private long breaks;

    DelimitedSplitter(ByteWindow window, ReaderLimits limits, Position from, char delimiter) {
        super(window, limits.lineBytes(), from);
        this.delimiter = (byte) delimiter;
        meaning[LF] = BREAK;
        meaning[CR] = BREAK;
        meaning[QUOTE] = QUOTATION;
        meaning[this.delimiter] = DELIMITER;
        starts = new int[limits.columns()];
        ends = new int[limits.columns()];
        doubled = new boolean[limits.columns()];
    }

    /** How many cells the record has; those beyond the limit are counted and cannot be asked for. */
    int cells() {
        return cells;
    }

    /** A cell's text, without its quotes. */
    String text(RecordText record, int cell) {
        String text = record.text(starts[cell], ends[cell]);
        return doubled[cell] ? text.replace("\"\"", "\"") : text;
    }

    /** The texts of all cells within the limit; none if the record is malformed or no text. */
    List<String> texts(RecordText record) {
        record.look();
        if (defect != Defect.NONE || !record.isValid()) {
            return List.of();
        }
        return IntStream.range(0, Math.min(cells, starts.length))
                .mapToObj(cell -> text(record, cell))
                .toList();
    }

    /** Whether this cell and all that follow are within the limit, and are empty or only spaces. */
    boolean isEmptyFrom(int cell) {
        for (int i = cell; i < cells; i++) {
            if (i == starts.length || !isBlank(starts[i], ends[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean isBlank(byte b) {
        return b != delimiter && super.isBlank(b);
    }

    @Override
    void split(int bound) throws IOException {
        cells = 0;
        breaks = 0;
        int cell = start;
        while (true) {
            int behind = cell < bound && bytes[cell] == QUOTE ? quotedCell(cell, bound) : plainCell(cell, bound);
            if (behind == MALFORMED && breaks == 0) {
                endFirstLine(Defect.BAD_QUOTE, bound);
                return;
            }
            if (behind < 0 || behind == bound && !isEndOfFile(bound)) {
                endFirstLine(Defect.UNCLOSED_QUOTE, bound);
                return;
            }
            if (behind == bound || bytes[behind] != delimiter) {
                endAt(behind, breaks);
                return;
            }
            cell = behind + 1;
        }
    }

    /** Returns where the delimiter or the line break behind the cell is, or the bound, or {@link #MALFORMED}. */
    private int plainCell(int cell, int bound) {
        byte[] bytes = this.bytes;
        int at = cell;
        while (at < bound && meaning[bytes[at] & 0xFF] == ORDINARY) {
            at++;
        }
        if (at < bound && bytes[at] == QUOTE) {
            return MALFORMED;
        }
        addCell(cell, at, false);
        return at;
    }

    /** Like {@link #plainCell}, or {@link #OPEN}. */
    private int quotedCell(int cell, int bound) {
        byte[] bytes = this.bytes;
        boolean twice = false;
        for (int at = cell + 1; at < bound; at++) {
            byte b = bytes[at];
            if (b == QUOTE) {
                if (at + 1 == bound || bytes[at + 1] != QUOTE) {
                    addCell(cell + 1, at, twice);
                    return behindQuote(at + 1, bound);
                }
                twice = true;
                at++;
            } else if (b == LF && bytes[at - 1] != CR || b == CR) {
                breaks++;
            }
        }
        return OPEN;
    }

    private int behindQuote(int at, int bound) {
        boolean ends = at == bound || bytes[at] == delimiter || isBreak(bytes[at]);
        return ends ? at : MALFORMED;
    }

    private void addCell(int start, int end, boolean twice) {
        if (cells < starts.length) {
            starts[cells] = start;
            ends[cells] = end;
            doubled[cells] = twice;
        }
        cells++;
    }
}
