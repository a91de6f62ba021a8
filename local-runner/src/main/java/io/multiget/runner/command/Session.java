package io.multiget.runner.command;

import java.net.URI;

/** The system a command talks to. */
interface Session extends AutoCloseable {
    URI ingest();

    /** The port of Postgres. */
    int postgresPort();

    /** Whether the system ends with this session. */
    boolean ends();

    /** @throws CommandException if the system is lost */
    void check();

    /** Stops the system where it is this session's own. */
    @Override
    void close();
}
