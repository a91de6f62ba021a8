package io.multiget.ingest.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder where bodies wait until they are split, one file each under its upload's id. Safe for any thread. */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Path folder;

    /** @throws UncheckedIOException when the folder is not there and cannot be made */
    public Spool(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + folder, e);
        }
    }

    /** Where an upload's body is. */
    public Path file(UUID upload) {
        return folder.resolve(upload.toString());
    }

    /** Deletes an upload's body, if it is there. */
    public void delete(UUID upload) {
        delete(file(upload));
    }

    /** Deletes every file whose upload is not to be kept: bodies that were never accepted, and ended uploads' ones. */
    public void clean(Predicate<UUID> keep) {
        for (Path file : files()) {
            if (!isUpload(file, keep)) {
                LOG.info("Deleting {}, which no upload needs", file.getFileName());
                delete(file);
            }
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static boolean isUpload(Path file, Predicate<UUID> keep) {
        try {
            return keep.test(UUID.fromString(file.getFileName().toString()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}; it is tried again at the next start", file, e);
        }
    }

    long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask for the free space of " + folder, e);
        }
    }

    /** Makes new names in the folder outlast a power cut. */
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
