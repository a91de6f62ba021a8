package io.multiget.benchmark.floor;

import io.multiget.benchmark.work.LineReader;
import io.multiget.benchmark.work.Lookups;
import io.multiget.benchmark.work.RunOptions;
import io.multiget.benchmark.work.TimedWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Enriches a file as fast as one process can that may forget everything. Prints {@code rows N}. */
@Command(name = "floor", mixinStandardHelpOptions = true)
public final class Floor implements Callable<Integer> {
    @Mixin
    private final RunOptions options = new RunOptions();

    private Floor() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Floor()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        TimedWork.run(options, this::enrich);
        return 0;
    }

    private long enrich(Path file, String table) throws Exception {
        try (LineReader lines = new LineReader(Files.newInputStream(file));
                Connection postgres = DriverManager.getConnection(options.jdbc, options.user, options.password);
                CopyRows rows = CopyRows.into(table, postgres);
                Lookups lookups = new Lookups(options.api, options.concurrency, never -> {})) {
            new Enrichment(lines, lookups, rows).run(2 * options.concurrency);
            return rows.end();
        }
    }
}
