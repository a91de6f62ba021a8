package io.multiget.runner.command;

import io.multiget.runner.LocalSettings;
import io.multiget.runner.Reprocess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code multiget reprocess PIPELINE}. */
@Command(
        name = "reprocess",
        mixinStandardHelpOptions = true,
        description = "Makes a pipeline's enricher forget what it has done and read all its records again:"
                + " rows are rewritten in place, cached answers of the first lookup are asked for again.")
final class ReprocessCommand implements Callable<Integer> {
    private final Sessions sessions;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as mercadolibre.")
    private String pipeline = "";

    ReprocessCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = sessions.foundOrStarted(false)) {
            session.check();
            new Tables(sessions.environment()).require(pipeline);
            new Reprocess(LocalSettings.dataDir(sessions.environment()), pipeline).run(sessions.console()::say);
            return 0;
        }
    }
}
