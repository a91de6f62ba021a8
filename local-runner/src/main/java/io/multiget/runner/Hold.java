package io.multiget.runner;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.runner.role.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Lets another process ask the launcher to keep the enrichers stopped: a file in the data directory that names the asking
 * process, and counts while that one is alive.
 *
 * <p>Owned by the thread that calls {@link #look()}.
 */
final class Hold {
    private static final String NAME = "hold-enrichers.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<Role> enrichers;
    private boolean held;

    Hold(Path folder, List<Role> enrichers) {
        this.folder = folder;
        this.enrichers = enrichers;
    }

    /** Asks on behalf of this process. */
    static void ask(Path folder) {
        try {
            Path aside = folder.resolve(NAME + ".new");
            JSON.writeValue(aside.toFile(), RunFile.Process.of(ProcessHandle.current()));
            Files.move(aside, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void release(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void look() {
        boolean asked = asked();
        if (asked && !held) {
            held = true;
            enrichers.forEach(Role::stop);
        } else if (!asked && held) {
            held = false;
            enrichers.forEach(Role::launch);
        }
    }

    private boolean asked() {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            return JSON.readValue(file.toFile(), RunFile.Process.class).alive().isPresent();
        } catch (IOException e) {
            return false; // released between the two looks
        }
    }
}
