package io.multiget.runner.command;

import io.multiget.runner.LocalSystem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code multiget up}: the system in the foreground. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Runs the system in the foreground, until Ctrl-C; prints `ready http://...` when it can be used.")
final class UpCommand implements Callable<Integer> {
    private final Sessions sessions;

    UpCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() throws InterruptedException {
        Console console = sessions.console();
        try (OwnSession session = sessions.started()) {
            LocalSystem system = session.system();
            console.result("Kafka      " + system.bootstrapServers());
            console.result("Connect    " + system.connectUrl());
            system.simulator().ifPresent(role -> console.result("Simulator  " + system.simulatorUrl()));
            console.result("Metrics    " + system.enricherUrl(0) + "/actuator/prometheus");
            console.result("Postgres   " + Psql.command(session, ""));
            console.result("Logs       " + system.dataDir().resolve("logs"));
            console.result("ready " + session.ingest());
            session.awaitLoss();
            session.check();
            return ExitCode.NO_SYSTEM;
        }
    }
}
