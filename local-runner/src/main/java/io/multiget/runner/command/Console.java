package io.multiget.runner.command;

import java.io.PrintStream;

/**
 * Where words go. Results are for standard output, all else for standard error, so that a pipe gets results alone. Safe to use
 * from any thread.
 *
 * @param terminal whether a line of standard error can be written over
 * @param columns of that terminal
 */
record Console(PrintStream out, PrintStream err, boolean terminal, int columns) {
    private static final int COLUMNS = 100;

    /** The script that starts us knows the terminal; a JVM does not. */
    static Console ofScript() {
        return new Console(
                System.out,
                System.err,
                Boolean.getBoolean("multiget.terminal"),
                Integer.getInteger("multiget.columns", COLUMNS));
    }

    void result(String line) {
        out.println(line);
        out.flush();
    }

    synchronized void say(String line) {
        clear();
        err.println(line);
    }

    /** A line that the next one replaces; only on a terminal. */
    synchronized void passing(String line) {
        clear();
        err.print(line.length() < columns ? line : line.substring(0, columns - 1));
        err.flush();
    }

    /** Takes a passing line away. */
    synchronized void clear() {
        if (terminal) {
            err.print("\r\u001B[K");
            err.flush();
        }
    }

    /** Text from elsewhere, harmless to a terminal. */
    static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
