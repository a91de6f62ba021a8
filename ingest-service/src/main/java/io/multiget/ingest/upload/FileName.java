package io.multiget.ingest.upload;

import io.multiget.ingest.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A client's name for its file: data to show, never a path. */
final class FileName {
    private static final int LONGEST = 255;

    private FileName() {}

    /** The name, if it can be shown to a person without deceiving them: 400 {@code bad_filename} otherwise. */
    static String checked(String name) {
        if (name.length() > LONGEST) {
            throw bad("A file's name has at most " + LONGEST + " characters, this one has " + name.length() + ".")
                    .limit(LONGEST)
                    .value(name.length());
        }
        name.codePoints().filter(FileName::isDeceptive).findFirst().ifPresent(found -> {
            throw bad(String.format("The file's name has the invisible character U+%04X in it.", found));
        });
        return name;
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, "bad_filename", detail).field("filename");
    }

    /** Control characters, line breaks, lone surrogates, and what turns the direction of the text around. */
    private static boolean isDeceptive(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> turnsDirection(codePoint);
            default -> false;
        };
    }

    private static boolean turnsDirection(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x200E
                || codePoint == 0x200F
                || codePoint == 0x061C;
    }
}
