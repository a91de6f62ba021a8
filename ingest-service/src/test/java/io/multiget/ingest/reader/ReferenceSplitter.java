package io.multiget.ingest.reader;

import io.multiget.ingest.reader.RecordSplitter.Defect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says slowly, and in the words of a grammar, what the records of a document with commas are. */
final class ReferenceSplitter {
    private static final String CELL = "(?:\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[^\",\\r\\n]*+)";
    private static final String BREAK = "(?:\\r\\n|\\n|\\r)";
    private static final Pattern RECORD = Pattern.compile("(" + CELL + "(?:," + CELL + ")*+)(" + BREAK + "|\\z)");
    private static final Pattern LINE = Pattern.compile("([^\\r\\n]*+)(" + BREAK + "|\\z)");
    private static final String CELL_OF_A_LINE = CELL.replace("[^\"]", "[^\"\\r\\n]");
    private static final Pattern LEAVES_OPEN =
            Pattern.compile("(?:" + CELL_OF_A_LINE + ",)*+\"[^\"\\r\\n]*+(?:\"\"[^\"\\r\\n]*+)*+(?=[\\r\\n]|\\z)");
    private static final Pattern ANY_BREAK = Pattern.compile(BREAK);

    private final String document;
    private final int longest;

    /** A record: its number, line and place, and what is wrong with it. */
    record Found(long row, long line, int start, int end, Defect defect) {}

    ReferenceSplitter(String document, int longest) {
        this.document = document;
        this.longest = longest;
    }

    List<Found> records() {
        List<Found> records = new ArrayList<>();
        int at = 0;
        while (at < document.length()) {
            Matcher record = at(RECORD, at);
            Matcher line = at(LINE, at);
            if (!line.lookingAt()) {
                throw new AssertionError("a line is anything");
            }
            boolean isRecord = record.lookingAt() && record.group(1).length() <= longest;
            Matcher found = isRecord ? record : line;
            Defect defect = isRecord ? Defect.NONE : defect(line.group(1), at);
            if (defect != Defect.NONE || !found.group(1).isBlank()) {
                records.add(new Found(records.size() + 1, lineAt(at), at, found.end(1), defect));
            }
            at = found.end();
        }
        return records;
    }

    private Defect defect(String line, int at) {
        if (line.length() > longest) {
            return Defect.LINE_TOO_LONG;
        }
        return at(LEAVES_OPEN, at).lookingAt() ? Defect.UNCLOSED_QUOTE : Defect.BAD_QUOTE;
    }

    private Matcher at(Pattern pattern, int at) {
        return pattern.matcher(document).region(at, document.length());
    }

    private long lineAt(int at) {
        return 1 + ANY_BREAK.matcher(document.substring(0, at)).results().count();
    }
}
