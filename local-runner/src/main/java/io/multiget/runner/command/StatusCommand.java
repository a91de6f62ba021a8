package io.multiget.runner.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code multiget status ID}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Tells how far an upload is.")
final class StatusCommand implements Callable<Integer> {
    private final Sessions sessions;

    @Parameters(paramLabel = "ID", description = "As `enrich` and the upload page tell it.")
    private String id = "";

    @Option(names = "--watch", description = "Until the upload has ended; the exit code is then as of `enrich`.")
    private boolean watch;

    @Option(names = "--json", description = "The status object and nothing else on standard output.")
    private boolean json;

    StatusCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = sessions.found()) {
            UploadClient client = new UploadClient(session.ingest());
            if (watch) {
                return new Ending(sessions, session, client, json).follow(id, 1, null);
            }
            UploadStatus status = now(client);
            if (json) {
                sessions.console().result(status.json().toString());
            } else {
                new Report(sessions.console(), session, client, new Tables(sessions.environment())).print(status);
            }
            return 0;
        }
    }

    private UploadStatus now(UploadClient client) {
        try {
            return new UploadStatus(client.status(id));
        } catch (IOException e) {
            throw CommandException.noSystem(e.getMessage());
        }
    }
}
