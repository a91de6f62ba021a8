package io.multiget.runner;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of one system's data, held by one launcher at a time. */
final class DataDirectory implements AutoCloseable {
    /** Counted up when an older data directory can no longer be used as it is. */
    private static final String LAYOUT = "1";

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private DataDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Creates it where it is missing.
     *
     * @throws SettingException if it cannot be used: another system runs on it, it has another layout, it is not ours
     */
    static DataDirectory open(Path folder) {
        try {
            Files.createDirectories(folder);
            // The real path: a symbolic link must not look like a second directory.
            Path real = folder.toRealPath();
            checkOurs(real);
            FileChannel channel = locked(real);
            try {
                checkLayout(real);
            } catch (IOException | SettingException e) {
                channel.close();
                throw e;
            }
            return new DataDirectory(real, channel);
        } catch (IOException e) {
            throw new SettingException("MULTIGET_DATA_DIR %s cannot be used: %s".formatted(folder, e));
        }
    }

    private static void checkOurs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (!Files.exists(folder.resolve(LOCK)) && files.findAny().isPresent()) {
                throw new SettingException("MULTIGET_DATA_DIR %s has files of something else in it".formatted(folder));
            }
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new SettingException("MULTIGET_DATA_DIR %s is in use: a system runs on it already, see run.json there"
                    .formatted(folder));
        }
        return channel;
    }

    private static void checkLayout(Path folder) throws IOException {
        Path layout = folder.resolve("layout");
        if (!Files.exists(layout)) {
            Path aside = folder.resolve("layout.new");
            Files.writeString(aside, LAYOUT);
            Files.move(aside, layout, StandardCopyOption.ATOMIC_MOVE);
        }
        String found = Files.readString(layout).strip();
        if (!found.equals(LAYOUT)) {
            throw new SettingException(
                    "MULTIGET_DATA_DIR %s has layout %s, this version reads %s: use another directory or move it away"
                            .formatted(folder, found, LAYOUT));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very JVM
        }
    }

    Path folder() {
        return folder;
    }

    Path log(String role) {
        return folder.resolve("logs").resolve(role + ".log");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("Giving back the lock on " + folder, e);
        }
    }
}
