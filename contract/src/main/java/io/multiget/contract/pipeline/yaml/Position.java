package io.multiget.contract.pipeline.yaml;

import org.yaml.snakeyaml.error.Mark;

/** A place in the file, both numbers from 1. */
record Position(int line, int column) {
    /** The file as a whole. */
    static final Position NONE = new Position(0, 0);

    static Position of(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    Position plus(int columns) {
        return new Position(line, column + columns);
    }

    /** Where the character at {@code offset} stands. */
    static Position of(String text, int offset) {
        String before = text.substring(0, offset);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Position(line, 1 + before.codePointCount(lineStart, before.length()));
    }
}
