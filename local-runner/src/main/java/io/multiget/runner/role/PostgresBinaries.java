package io.multiget.runner.role;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks this machine's PostgreSQL from the archive on the class path, once per data directory. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * The folder that holds {@code bin}, {@code lib} and {@code share}.
     *
     * @param prepared where {@link #decompress} may have been before
     * @throws StartFailedException when there are none for this machine
     */
    static Path unpackedIn(Path folder, Path prepared) {
        String name = name();
        Path target = folder.resolve("binaries-" + name);
        if (!Files.isDirectory(target)) {
            unpack(name, prepared, target);
        }
        return target;
    }

    /** Into a file aside and then renamed, as {@link #unpackedIn} takes whatever is there. */
    static void decompress(Path folder) {
        String name = name();
        try (InputStream in = compressed(name)) {
            Files.createDirectories(folder);
            Path aside = Files.createTempFile(folder, "postgres-", null);
            Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, decompressed(folder, name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartFailedException("PostgreSQL could not be decompressed into " + folder + ": " + e, e);
        }
    }

    private static Path decompressed(Path folder, String name) {
        return folder.resolve("postgres-" + name + ".tar");
    }

    /** Which of them is for this machine. */
    private static String name() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64");
        if (!arm && !arch.equals("amd64") && !arch.equals("x86_64")) {
            throw new StartFailedException("There is no PostgreSQL here for the processor " + arch);
        }
        return "%s-%s".formatted(system, arm ? "arm_64" : "x86_64");
    }

    /** Into a folder aside and then renamed, so that a kill in the middle leaves nothing that looks whole. */
    private static void unpack(String name, Path prepared, Path target) {
        try (InputStream in = tar(name, prepared)) {
            Files.createDirectories(target.getParent());
            Path aside = Files.createTempDirectory(target.getParent(), "unpacking-");
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
            extract(new TarArchiveInputStream(in), aside);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartFailedException("PostgreSQL could not be unpacked into " + target + ": " + e, e);
        }
    }

    private static InputStream tar(String name, Path prepared) throws IOException {
        Path file = decompressed(prepared, name);
        return Files.isRegularFile(file) ? new BufferedInputStream(Files.newInputStream(file)) : compressed(name);
    }

    private static InputStream compressed(String name) throws IOException {
        String archive = "/postgres-" + name + ".txz";
        InputStream in = PostgresBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new StartFailedException(archive + " is not on the class path: no PostgreSQL for this machine");
        }
        return new XZCompressorInputStream(new BufferedInputStream(in));
    }

    private static void extract(TarArchiveInputStream tar, Path folder) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = folder.resolve(entry.getName()).normalize();
            if (!path.startsWith(folder)) {
                throw new IOException("An entry leaves the folder: " + entry.getName());
            }
            write(tar, entry, path);
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
