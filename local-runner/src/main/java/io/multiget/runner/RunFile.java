package io.multiget.runner;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.multiget.runner.role.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run.json}: what runs, where it listens, what its processes are. Written when it starts and when a process is replaced,
 * removed when it has stopped; one whose launcher is gone is what a kill left.
 *
 * @param launcher the launcher's process
 * @param ready whether all of it can be used
 * @param urls by role, or what else there is to reach: {@code ingest-1}, {@code connect}, {@code jdbc}, {@code kafka}
 * @param ports by setting, {@code MULTIGET_PORT} and the others
 * @param processes by role
 */
public record RunFile(
        Process launcher,
        boolean ready,
        Map<String, String> urls,
        Map<String, Integer> ports,
        Map<String, Process> processes) {
    private static final String NAME = "run.json";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    /** The start of a process is derived from a clock that may be corrected meanwhile. */
    private static final Duration CLOCK = Duration.ofSeconds(3);

    /**
     * A process and when it started, since its id can be another's later.
     *
     * @param started milliseconds since 1970, 0 if the system does not tell
     */
    public record Process(long pid, long started) {
        /** As it is now. */
        public static Process of(ProcessHandle handle) {
            return new Process(handle.pid(), started(handle).orElse(0L));
        }

        /** The very process, if it is still alive. */
        public Optional<ProcessHandle> alive() {
            return ProcessHandle.of(pid).filter(Liveness::isThere).filter(this::same);
        }

        private boolean same(ProcessHandle handle) {
            return started(handle)
                    .map(millis -> Math.abs(millis - started) <= CLOCK.toMillis())
                    .orElse(started == 0);
        }

        private static Optional<Long> started(ProcessHandle handle) {
            return handle.info().startInstant().map(Instant::toEpochMilli);
        }
    }

    /** What was written in this data directory; empty if nothing, or nothing that can be read. */
    public static Optional<RunFile> read(Path dataDir) {
        try {
            return Optional.of(JSON.readValue(dataDir.resolve(NAME).toFile(), RunFile.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The system that runs now, its launcher alive. */
    public static Optional<RunFile> running(Path dataDir) {
        return read(dataDir).filter(run -> run.launcher.alive().isPresent());
    }

    /** The process that holds the system. */
    public static Optional<ProcessHandle> launcher(Path dataDir) {
        return read(dataDir).flatMap(run -> run.launcher.alive());
    }

    static void delete(Path dataDir) {
        try {
            Files.deleteIfExists(dataDir.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path dataDir) {
        try {
            Path aside = dataDir.resolve(NAME + ".new");
            JSON.writeValue(aside.toFile(), this);
            Files.move(
                    aside, dataDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every process that is still there although its launcher is gone. */
    List<ProcessHandle> leftovers() {
        return processes.values().stream()
                .map(Process::alive)
                .flatMap(Optional::stream)
                .toList();
    }
}
