package io.multiget.runner.role;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL from its own binaries, durable ({@code fsync} on), on loopback only.
 *
 * <p>The server is a daemon, so that the terminal's Ctrl-C does not reach it. Between it and the launcher stands a small shell
 * that starts it, holds the pipe to the launcher and stops the server when that pipe ends.
 */
public final class PostgresRole implements Role {
    private static final Duration STOP = Duration.ofSeconds(30);

    /** $0 is pg_ctl, $1 the data, $2 the server's options. */
    private static final String KEEPER = """
            "$0" start -s -w -t 60 -D "$1" -o "$2" || exit 1
            cat > /dev/null
            "$0" stop -s -m fast -t 20 -D "$1" || "$0" stop -s -m immediate -t 5 -D "$1"
            """;

    private static final List<String> OPTIONS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
            "shared_buffers=128MB",
            "max_wal_size=2GB",
            "timezone=UTC",
            "log_timezone=UTC");

    private final PostgresSettings settings;
    private volatile @Nullable Child keeper;
    /** There is a keeper, and no server yet. */
    private volatile boolean starting;

    private volatile boolean wanted;

    public PostgresRole(PostgresSettings settings) {
        this.settings = settings;
    }

    /**
     * Decompresses the binaries, which takes seconds, into a file that starts find in {@link PostgresSettings#prepared}.
     *
     * @param folder created where it is missing
     * @throws StartFailedException when there are none for this machine, or the file cannot be written
     */
    public static void decompress(Path folder) {
        PostgresBinaries.decompress(folder);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path logFile() {
        return settings.logFile();
    }

    @Override
    public long pid() {
        return server().map(ProcessHandle::pid).orElse(0L);
    }

    @Override
    public boolean isAlive() {
        Child current = keeper;
        if (server().isPresent()) {
            starting = false;
        }
        return current != null && current.isAlive() && (starting || server().isPresent());
    }

    @Override
    public boolean isLost() {
        return wanted && !isAlive();
    }

    @Override
    public OptionalInt exitCode() {
        Child current = keeper;
        return current == null || current.isAlive() ? OptionalInt.empty() : OptionalInt.of(current.exitCode());
    }

    @Override
    public synchronized void launch() {
        wanted = true;
        if (isAlive()) {
            return;
        }
        endKeeper();
        // Of a launcher that was killed together with the keeper.
        server().ifPresent(PostgresRole::stopFast);
        Path bin = PostgresBinaries.unpackedIn(settings.folder(), settings.prepared())
                .resolve("bin");
        RootDrop drop =
                RootDrop.find(settings.folder(), List.of(bin.resolve("postgres").toString(), "--version"));
        if (!Files.isDirectory(settings.data())) {
            create(bin, drop);
        }
        drop.own(settings.data());
        starting = true;
        keeper = Child.spawn(program(drop.before(List.of(
                "/bin/sh",
                "-c",
                KEEPER,
                bin.resolve("pg_ctl").toString(),
                settings.data().toString(),
                options()))));
    }

    @Override
    public void awaitReady() {
        Starting.await(this, new PostgresReadiness(settings));
    }

    @Override
    public synchronized void stop() {
        wanted = false;
        resume();
        endKeeper();
        server().ifPresent(PostgresRole::stopFast);
    }

    /** Not behind a stop that takes its time: it is what ends that one. */
    @Override
    public void kill9() {
        wanted = false;
        server().ifPresent(Signals::killTree);
        endKeeper();
    }

    @Override
    public void pause() {
        server().ifPresent(server -> Signals.send("STOP", Signals.tree(server)));
    }

    @Override
    public void resume() {
        server().ifPresent(server -> Signals.send("CONT", Signals.tree(server)));
    }

    /** The keeper stops the server, where there is one, and ends. */
    private void endKeeper() {
        Child current = keeper;
        if (current != null && current.isAlive()) {
            current.closeInput();
            if (!current.await(STOP)) {
                server().ifPresent(Signals::killTree);
                current.kill();
            }
        }
    }

    private static void stopFast(ProcessHandle server) {
        // To the server's own process: a signal to a wrapper would leave the server behind.
        Signals.send("INT", List.of(server));
        if (!Liveness.awaitEnd(server, STOP)) {
            Signals.killTree(server);
        }
    }

    /** The server that runs on our data, whoever started it. */
    private Optional<ProcessHandle> server() {
        try (Stream<String> lines = Files.lines(pidFile())) {
            return lines.findFirst()
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(PostgresRole::isPostgres);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The number in a stale file may belong to anything by now. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .filter(command -> command.endsWith("/postgres"))
                        .isPresent();
    }

    private Path pidFile() {
        return settings.data().resolve("postmaster.pid");
    }

    private String options() {
        StringBuilder options = new StringBuilder("-p " + settings.port());
        OPTIONS.forEach(option -> options.append(" -c ").append(option));
        return options.toString();
    }

    /** Aside and then renamed, so that a kill in the middle leaves nothing that looks whole. */
    private void create(Path bin, RootDrop drop) {
        try {
            Path aside = settings.folder().resolve("creating");
            Folder.delete(aside);
            Files.createDirectory(
                    aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            drop.own(aside);
            Path password = passwordFile(drop);
            initialize(drop.before(List.of(
                    bin.resolve("initdb").toString(),
                    "--pgdata=" + aside,
                    "--username=" + PostgresSettings.NAME,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    // Letters beyond ASCII have an upper case, on every machine the same one.
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8")));
            Files.delete(password);
            Files.move(aside, settings.data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartFailedException(
                    "PostgreSQL's data could not be created in " + settings.folder() + ": " + e, e);
        }
    }

    private Path passwordFile(RootDrop drop) throws IOException {
        Path file = settings.folder().resolve("password");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, settings.password());
        drop.own(file);
        return file;
    }

    private void initialize(List<String> command) throws IOException {
        Files.createDirectories(logFile().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(logFile().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment());
        try {
            if (builder.start().waitFor() != 0) {
                throw Starting.failed(this, "could not create its data");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("Interrupted while PostgreSQL created its data", e);
        }
    }

    private Program program(List<String> command) {
        return new Program(name(), command, environment(), logFile(), STOP);
    }

    /** Nothing of the user's: PGDATA, PGOPTIONS and their like would speak to our server. */
    private static Map<String, String> environment() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC");
    }
}
