package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds a pipeline's column by any of its names, as people and spreadsheets write them. Immutable. */
final class ColumnNames {
    /** No column has this name. */
    static final int UNKNOWN = -1;

    private final Map<String, Integer> indexes = new HashMap<>();

    ColumnNames(List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            indexes.putIfAbsent(plain(columns.get(i).name()), i);
        }
        for (int i = 0; i < columns.size(); i++) {
            for (String alias : columns.get(i).aliases()) {
                indexes.putIfAbsent(plain(alias), i);
            }
        }
    }

    /** The index of the column with this name or alias, or {@link #UNKNOWN}. */
    int indexOf(String name) {
        return indexes.getOrDefault(plain(name), UNKNOWN);
    }

    /** Whether one of these is a column's name or alias. */
    boolean containsAny(List<String> texts) {
        return texts.stream().anyMatch(text -> indexOf(text) != UNKNOWN);
    }

    /** Without case, and without the spaces, byte order marks and other invisible characters around it. */
    private static String plain(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isPadding(name.charAt(from))) {
            from++;
        }
        while (from < to && isPadding(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static boolean isPadding(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Printable.isInvisible(c);
    }
}
