package io.multiget.ingest.landing;

import io.multiget.contract.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the sink of one pipeline, its table and its connector, as soon as Postgres and Connect let it, and looks after
 * it from then on. Driven by one thread; {@link #waiting()} may be asked by any.
 */
final class SinkKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SinkKeeper.class);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    /** The lock on a table under construction may be another instance's for a moment. */
    private static final Duration SETUP_SILENCE = Duration.ofSeconds(20);

    private final SinkTable table;
    private final SinkConnector connector;
    private final Database database;
    private final ConnectClient connect;
    private final Clock clock;
    private final Duration interval;
    private final SinkWatch watch = new SinkWatch();
    private boolean tableReady;
    private boolean configured;
    private volatile Optional<Waiting> waiting = Optional.empty();
    private @Nullable String lastLogged;

    /** @param interval between two looks */
    SinkKeeper(
            SinkTable table,
            SinkConnector connector,
            Database database,
            ConnectClient connect,
            Clock clock,
            Duration interval) {
        this.table = table;
        this.connector = connector;
        this.database = database;
        this.connect = connect;
        this.clock = clock;
        this.interval = interval;
    }

    /** What the sink waits for, as of the last look; nothing before the first. */
    Optional<Waiting> waiting() {
        return waiting;
    }

    /** Looks once, and does what is to be done. */
    void look() throws InterruptedException {
        try {
            lookAtTable();
            lookAtConnector();
        } catch (SQLException e) {
            missing(Database.reason(e));
        } catch (TableSetup.TableRefusedException e) {
            missing(e.getMessage());
        } catch (ConnectClient.ConnectUnavailableException e) {
            Instant now = clock.instant();
            watch.unanswered(e.getMessage(), now, now.plus(interval));
        }
        waiting = watch.waiting();
        logChange();
    }

    private void missing(String what) {
        Instant now = clock.instant();
        watch.missing(what, now, now.plus(interval));
    }

    private void lookAtTable() throws SQLException, TableSetup.TableRefusedException {
        if (tableReady) {
            try (Connection connection = database.open(SILENCE);
                    Statement statement = connection.createStatement()) {
                statement.execute("select 1");
            }
            return;
        }
        try (Connection connection = database.open(SETUP_SILENCE)) {
            new TableSetup(table).run(connection);
        }
        tableReady = true;
        LOG.info("Table {} is ready", table.name());
    }

    private void lookAtConnector() throws ConnectClient.ConnectUnavailableException, InterruptedException {
        if (!configured) {
            configure();
        }
        Optional<ConnectorStatus> status = connect.status(connector.name());
        if (status.isEmpty()) {
            configured = connect.config(connector.name()).isPresent();
            watch.seen(ConnectorStatus.NOT_STARTED, clock.instant());
        } else if (watch.seen(status.get(), clock.instant())) {
            // The table may be what it stumbled over.
            tableReady = false;
            connect.restartFailed(connector.name());
        }
    }

    /** Puts the configuration if it is another one: every put restarts the tasks. */
    private void configure() throws ConnectClient.ConnectUnavailableException, InterruptedException {
        Optional<Map<String, String>> found = connect.config(connector.name());
        if (found.isEmpty() || !connector.isConfiguredBy(found.get())) {
            connect.put(connector.name(), connector.config());
            LOG.info("Connector {} is configured", connector.name());
        }
        configured = true;
    }

    private void logChange() {
        String now = waiting.map(Waiting::reason).orElse(null);
        if (now != null && !now.equals(lastLogged)) {
            LOG.warn("Sink {} waits: {}", connector.name(), now);
        } else if (now == null && lastLogged != null) {
            LOG.info("Sink {} goes on", connector.name());
        }
        lastLogged = now;
    }
}
