package io.multiget.runner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code multiget enrich FILE}. */
@Command(
        name = "enrich",
        mixinStandardHelpOptions = true,
        description = "Uploads a file, waits until its rows are in the table, tells what became of them."
                + " Starts the system if none runs, and stops what it started.")
final class EnrichCommand implements Callable<Integer> {
    /** A system that is up can be short of one service for a moment. */
    private static final Duration SEND_AGAIN_FOR = Duration.ofSeconds(60);

    private static final Duration SEND_AGAIN_AFTER = Duration.ofMillis(500);

    private final Sessions sessions;

    @Parameters(paramLabel = "FILE", description = "csv, tsv, txt, dat, jsonl or ndjson, each also with .gz")
    private Path file = Path.of("");

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Needed where there are several.")
    private @Nullable String pipeline;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Instead of the file's extension.")
    private @Nullable String format;

    @Option(names = "--delimiter", paramLabel = "CHAR", description = "Between the fields of a csv or txt.")
    private @Nullable String delimiter;

    @Option(names = "--encoding", paramLabel = "NAME", description = "Of the file's text, such as utf-8.")
    private @Nullable String encoding;

    @Option(
            names = "--json",
            description = "Print the final status as one JSON object, and nothing else, on standard output.")
    private boolean json;

    @Option(names = "--out", paramLabel = "CSV", description = "Write the enriched rows here, by row.")
    private @Nullable Path out;

    @Option(names = "--keep", description = "Leave a system that was started running; `multiget down` stops it.")
    private boolean keep;

    EnrichCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() throws IOException {
        checkFiles();
        sessions.checkPipeline(pipeline);
        try (Session session = sessions.foundOrStarted(keep)) {
            UploadClient client = new UploadClient(session.ingest());
            String id = send(client, session);
            sessions.console().say("Upload " + id + " of " + Console.plain(file.toString()));
            Ending ending = new Ending(sessions, session, client, json);
            return ending.follow(id, 1, out);
        }
    }

    /** Before a system is started for nothing. */
    private void checkFiles() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String why = !Files.exists(file) ? "does not exist" : "is not a file that can be read";
            throw CommandException.usage("%s %s".formatted(file, why));
        }
        if (out != null && !Files.isDirectory(out.toAbsolutePath().getParent())) {
            throw CommandException.usage("--out %s: there is no such folder".formatted(out));
        }
    }

    private String send(UploadClient client, Session session) {
        UploadClient.Upload upload = new UploadClient.Upload(file, parameters());
        long started = System.nanoTime();
        while (true) {
            session.check();
            try {
                return client.send(upload);
            } catch (IOException e) {
                if (System.nanoTime() - started > SEND_AGAIN_FOR.toNanos()) {
                    throw CommandException.noSystem("The upload is not accepted: " + e.getMessage());
                }
                Pause.of(SEND_AGAIN_AFTER);
            }
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "pipeline", pipeline);
        put(parameters, "format", format);
        put(parameters, "delimiter", delimiter);
        put(parameters, "encoding", encoding);
        return parameters;
    }

    private static void put(Map<String, String> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
