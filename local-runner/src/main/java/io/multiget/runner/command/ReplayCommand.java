package io.multiget.runner.command;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code multiget replay ID}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Runs an upload's lines again: a new attempt, rows rewritten in place. Waits until it has landed.")
final class ReplayCommand implements Callable<Integer> {
    private final Sessions sessions;

    @Parameters(paramLabel = "ID", description = "The upload.")
    private String id = "";

    @Option(names = "--only", paramLabel = "all|rejected", description = "Which lines; rejected if nothing is said.")
    private Only only = Only.REJECTED;

    @Option(names = "--dry-run", description = "Only tell how many lines that would be.")
    private boolean dryRun;

    @Option(names = "--json", description = "The answer's JSON object and nothing else on standard output.")
    private boolean json;

    /** The lines to run again. */
    enum Only {
        ALL,
        REJECTED
    }

    ReplayCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = sessions.foundOrStarted(false)) {
            UploadClient client = new UploadClient(session.ingest());
            var answer = client.replay(id, only.name().toLowerCase(Locale.ROOT), dryRun);
            if (dryRun) {
                sessions.console()
                        .result(
                                json
                                        ? answer.toString()
                                        : "%,d lines would run again"
                                                .formatted(answer.path("lines").asLong()));
                return 0;
            }
            return new Ending(sessions, session, client, json).follow(id, new UploadStatus(answer).attempt(), null);
        }
    }
}
