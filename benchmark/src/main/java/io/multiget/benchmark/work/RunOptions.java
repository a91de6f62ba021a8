package io.multiget.benchmark.work;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What both commands are told. */
public final class RunOptions {
    @Option(names = "--file", required = true, description = "A CSV file with the header site,id.")
    public Path file = Path.of("");

    @Option(names = "--api", required = true)
    public URI api = URI.create("");

    @Option(names = "--jdbc", required = true)
    public String jdbc = "";

    @Option(names = "--user", required = true)
    public String user = "";

    @Option(names = "--password", required = true)
    public String password = "";

    @Option(names = "--table", required = true, description = "Exists, and is empty.")
    public String table = "";

    @Option(
            names = "--warm-up",
            description =
                    "Another file, done before, so that the JVM is warm. Then `warm` is printed, and each of both "
                            + "ends waits for a line of standard input.")
    public @Nullable Path warmUp;

    @Option(names = "--warm-up-table", description = "Exists, and is empty.")
    public String warmUpTable = "";

    @Option(names = "--concurrency", required = true, description = "Calls in flight, over all endpoints.")
    public int concurrency;
}
