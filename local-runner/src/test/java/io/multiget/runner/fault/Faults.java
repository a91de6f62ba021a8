package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.runner.role.Folder;
import io.multiget.runner.role.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every kind of fault, by what is hit. */
final class Faults {
    /** How soon a process that is asked to end has to be gone, under load too. */
    private static final Duration GONE = Duration.ofSeconds(10);

    /** Ended by itself, or as a JVM ends on SIGTERM. */
    private static final Set<Integer> IN_ORDER = Set.of(0, 143);

    private Faults() {}

    /** {@code kill -9}, and after a while started again. */
    static Fault killed(String role, Duration away) {
        return new Fault(
                "kill -9 of " + role,
                away,
                losses(role),
                false,
                site -> site.role(role).kill9(),
                site -> site.role(role).start());
    }

    /** Two within a moment, started again in the order of the arguments. */
    static Fault killedTogether(String first, String second) {
        return new Fault(
                "kill -9 of " + first + " and " + second + " together",
                Duration.ZERO,
                losses(first) + losses(second),
                false,
                site -> {
                    Thread other = new Thread(() -> site.role(second).kill9(), "kill-" + second);
                    other.start();
                    site.role(first).kill9();
                    other.join();
                },
                site -> {
                    site.role(first).launch();
                    site.role(second).launch();
                    site.role(first).awaitReady();
                    site.role(second).awaitReady();
                });
    }

    /** SIGSTOP, and SIGCONT after a while. */
    static Fault held(String role, Duration time) {
        return new Fault(
                "SIGSTOP of " + role,
                time,
                losses(role),
                role.startsWith("enricher"),
                site -> site.role(role).pause(),
                site -> site.role(role).resume());
    }

    /** Every process at once: stopped in this order, let go in the opposite one. */
    static Fault allHeld(List<String> roles, Duration time) {
        return new Fault(
                "SIGSTOP of " + String.join(", ", roles),
                time,
                Site.ENRICHERS,
                true,
                site -> roles.forEach(role -> site.role(role).pause()),
                site -> {
                    for (int i = roles.size() - 1; i >= 0; i--) {
                        site.role(roles.get(i)).resume();
                    }
                });
    }

    /** SIGTERM under load, twice in a row: gone in time and in order. */
    static Fault terminated(String role) {
        Fault.Step once = site -> terminate(site.role(role));
        Fault.Step start = site -> site.role(role).start();
        return new Fault(
                "SIGTERM of " + role + ", twice",
                Duration.ZERO,
                2 * losses(role),
                false,
                once,
                start.then(once).then(start));
    }

    private static void terminate(Role role) {
        long asked = System.nanoTime();
        role.stop();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        int code = role.exitCode().orElseThrow();
        if (took.compareTo(GONE) > 0 || !IN_ORDER.contains(code)) {
            throw new AssertionError(
                    "%s took %d ms to go on SIGTERM and ended with %d".formatted(role.name(), took.toMillis(), code));
        }
    }

    /** One instance leaves, and joins the others again after a while. */
    static Fault away(String enricher, Duration time) {
        return new Fault(
                enricher + " leaves and joins",
                time,
                1,
                false,
                site -> site.role(enricher).stop(),
                site -> site.role(enricher).start());
    }

    /**
     * Killed, and all that it had on disk is gone when it comes back, even who it was: its open transaction ends when the
     * broker ends it, and until then nobody sees what was committed after it.
     */
    static Fault diskLost(String enricher) {
        return lost("disk", enricher, Folder::delete);
    }

    /** Killed, and its stores are gone when it comes back. */
    static Fault storesLost(String enricher) {
        return lost("stores", enricher, streams -> {
            List<Path> stores = stores(streams);
            assertThat(stores).as("stores of " + enricher).isNotEmpty();
            for (Path store : stores) {
                Folder.delete(store);
            }
        });
    }

    private static Fault lost(String what, String enricher, Loss loss) {
        return new Fault(
                "kill -9 of " + enricher + " and its " + what + " lost",
                Duration.ZERO,
                losses(enricher),
                false,
                site -> site.role(enricher).kill9(),
                site -> {
                    loss.in(site.system().dataDir().resolve(enricher).resolve("streams"));
                    site.role(enricher).start();
                });
    }

    private interface Loss {
        void in(Path streams) throws IOException;
    }

    /** Of tasks, within the folder of the application, beside the file that says who this instance is. */
    private static List<Path> stores(Path streams) throws IOException {
        try (Stream<Path> found = Files.walk(streams, 2)) {
            return found.filter(path ->
                            Files.isDirectory(path) && streams.relativize(path).getNameCount() == 2)
                    .toList();
        }
    }

    /** The API as {@link io.multiget.simulator.Behaviour} knows it: these names changed, and back. */
    static Fault api(String name, Map<String, String> changes, Duration time) {
        return new Fault(
                "the API: " + name, time, 0, false, site -> site.api().change(changes), site -> changes.keySet()
                        .forEach(key -> site.api().change(key, ORDINARY_API.getOrDefault(key, ""))));
    }

    private static final Map<String, String> ORDINARY_API = Map.of("latency", "20ms..60ms", "flaky", "none");

    /** The way to one of those that others talk to. */
    static Fault wire(Site.Door door, String name, Wire wire, Duration time) {
        boolean toApi = Site.Door.TO_API.contains(door);
        return new Fault(
                        "the wire to " + door + ": " + name,
                        time,
                        door == Site.Door.BROKER ? Site.ENRICHERS : toApi ? 1 : 0,
                        toApi,
                        site -> site.proxy(door).become(wire),
                        site -> site.proxy(door).become(Wire.CLEAR))
                .stoppingLongAnswers(toApi && wire.stopsLongAnswers());
    }

    /** The ways of all enrichers to the API. */
    static Fault wiresToApi(String name, Wire wire, Duration time) {
        return new Fault(
                        "the wires to the API: " + name,
                        time,
                        Site.ENRICHERS,
                        true,
                        site -> Site.Door.TO_API.forEach(
                                door -> site.proxy(door).become(wire)),
                        site -> Site.Door.TO_API.forEach(
                                door -> site.proxy(door).become(Wire.CLEAR)))
                .stoppingLongAnswers(wire.stopsLongAnswers());
    }

    /** Records that nobody can read, in every topic that has readers of ours. */
    static Fault poison() {
        return new Fault("poison in the topics", Duration.ZERO, 0, false, Poison::plant, Fault.NOTHING);
    }

    /** Every connection to Postgres ended by an administrator. */
    static Fault backendsTerminated() {
        return new Fault(
                "Postgres ends every connection",
                Duration.ZERO,
                0,
                false,
                site -> execute(
                        site,
                        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                                + " and backend_type = 'client backend'"),
                Fault.NOTHING);
    }

    /** A table that nobody can write to for a while. */
    static Fault tableLocked(Duration time) {
        TableLock lock = new TableLock();
        return new Fault("an exclusive lock on the table", time, 0, false, lock::take, site -> lock.release());
    }

    /** Rows that the table refuses, past every proof that they can be stored: the sink's task fails until somebody mends it. */
    static Fault rowsRefused(Duration time) {
        return new Fault(
                        "the table refuses a row now and then",
                        time,
                        0,
                        false,
                        site -> execute(
                                site, "alter table items add constraint planted check (\"row\" % 17 <> 0) not valid"),
                        site -> execute(site, "alter table items drop constraint planted"))
                .waitedFor("sink");
    }

    private static int losses(String role) {
        return role.startsWith("enricher") ? 1 : role.equals("broker") ? Site.ENRICHERS : 0;
    }

    private static void execute(Site site, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(site.system().jdbcUrl(), "multiget", "multiget");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
