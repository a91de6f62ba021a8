package io.multiget.ingest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that this process alone may use, for as long as it lives: files in it are deleted that nobody knows. */
final class DataDirectory {
    private DataDirectory() {}

    /**
     * Takes the folder for the process's life.
     *
     * @throws SetupException when it cannot be used, or another process has it
     */
    static void take(Path folder) {
        Path lockFile = folder.resolve("ingest.lock");
        try {
            Files.createDirectories(folder);
            // Never closed: the lock ends with the process, however that ends.
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new SetupException("MULTIGET_DATA_DIR " + folder + " is in use by another ingest process");
            }
        } catch (OverlappingFileLockException e) {
            throw new SetupException("MULTIGET_DATA_DIR " + folder + " is in use by this very process", e);
        } catch (IOException e) {
            throw new SetupException("MULTIGET_DATA_DIR " + folder + " cannot be used: " + e, e);
        }
    }
}
