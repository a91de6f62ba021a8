package io.multiget.benchmark.work;

import java.io.IOException;
import java.nio.file.Path;

/** Work that somebody outside measures: says when it begins and ends, and is there to be looked at after its end. */
public interface TimedWork {
    /** Enriches a file into a table; how many rows that has then. */
    long rows(Path file, String table) throws Exception;

    /** Does what the options say, and says so on standard output. */
    static void run(RunOptions options, TimedWork work) throws Exception {
        if (options.warmUp == null) {
            System.out.println("rows " + work.rows(options.file, options.table));
            return;
        }
        work.rows(options.warmUp, options.warmUpTable);
        System.out.println("warm");
        awaitLine();
        System.out.println("rows " + work.rows(options.file, options.table));
        awaitLine();
    }

    private static void awaitLine() throws IOException {
        for (int character = System.in.read(); character >= 0 && character != '\n'; ) {
            character = System.in.read();
        }
    }
}
