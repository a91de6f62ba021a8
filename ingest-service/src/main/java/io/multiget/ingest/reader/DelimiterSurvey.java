package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import io.multiget.ingest.reader.RecordSplitter.Defect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds a file's delimiter: each candidate splits the head, quotes respected, and the best result wins. */
final class DelimiterSurvey {
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int MOST_RECORDS = 200;

    private final Content content;
    private final ColumnNames names;
    private final int columns;

    DelimiterSurvey(Content content, List<Column> columns) {
        this.content = content;
        this.names = new ColumnNames(columns);
        this.columns = columns.size();
    }

    /**
     * What the head looks like when it is split by one delimiter.
     *
     * @param named cells of the first record that are names of columns
     * @param cells the most frequent number of cells
     * @param agreeing records with that number
     */
    private record Split(char delimiter, int named, int cells, int agreeing) {
        boolean splits() {
            return cells > 1;
        }
    }

    /** The best candidate, in doubt the comma. */
    char find() throws IOException {
        return best().delimiter();
    }

    /**
     * Checks a delimiter that someone has declared.
     *
     * @throws UnreadableFileException {@code wrong_delimiter} if another fits and this one does not
     */
    char check(char declared) throws IOException {
        Split split = split(declared);
        Split best = best();
        boolean betterHeader = best.splits() && best.named() > split.named();
        boolean onlySplitter = columns > 1 && best.cells() >= columns && !split.splits() && split.named() == 0;
        if (betterHeader || onlySplitter) {
            throw new UnreadableFileException(
                    "wrong_delimiter",
                    "the columns are to be separated by " + name(declared) + ", but the file looks like "
                            + name(best.delimiter()));
        }
        return declared;
    }

    private Split best() throws IOException {
        Comparator<Split> better = Comparator.comparingInt(Split::named)
                .thenComparing(split -> split.cells() == columns)
                .thenComparing(Split::splits)
                .thenComparingInt(Split::agreeing)
                .thenComparingInt(Split::cells);
        Split best = split(CANDIDATES[0]);
        for (int i = 1; i < CANDIDATES.length; i++) {
            Split next = split(CANDIDATES[i]);
            best = better.compare(next, best) > 0 ? next : best;
        }
        return best;
    }

    private Split split(char delimiter) throws IOException {
        List<Integer> counts = new ArrayList<>();
        int named = 0;
        try (ByteWindow window = content.headWindow()) {
            DelimitedSplitter splitter = new DelimitedSplitter(window, content.limits(), Position.START, delimiter);
            while (counts.size() < MOST_RECORDS && splitter.next() && isWhole(window)) {
                if (splitter.defect != Defect.NONE || splitter.isEmptyFrom(0)) {
                    continue;
                }
                if (counts.isEmpty()) {
                    named = named(splitter);
                }
                counts.add(splitter.cells());
            }
        }
        return counts.isEmpty() ? new Split(delimiter, 0, 0, 0) : frequent(delimiter, named, counts);
    }

    /** The head may be cut anywhere: its last record is not the file's. */
    private boolean isWhole(ByteWindow window) {
        return content.headIsWhole() || window.position < window.limit || !window.ended();
    }

    private int named(DelimitedSplitter splitter) {
        RecordText text = new RecordText(splitter, content.charset());
        return (int) splitter.texts(text).stream()
                .filter(cell -> names.indexOf(cell) != ColumnNames.UNKNOWN)
                .count();
    }

    private static Split frequent(char delimiter, int named, List<Integer> counts) {
        Map<Integer, Integer> records = new HashMap<>();
        counts.forEach(count -> records.merge(count, 1, Integer::sum));
        Map.Entry<Integer, Integer> most =
                records.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return new Split(delimiter, named, most.getKey(), most.getValue());
    }

    private static String name(char delimiter) {
        return delimiter == '\t' ? "a tab" : String.valueOf(delimiter);
    }
}
