package io.multiget.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes that processes on one class path load at their start, parsed and verified beforehand (the JVM's class data sharing).
 * Loading them takes a third of a start's processor time. A JVM that finds the archive missing, of other jars or of another JDK
 * goes on without it.
 *
 * <p>Not for a process that has JVM options of the user: what instruments classes, such as the flight recorder, can crash a JVM of
 * version 17 that takes them from an archive.
 */
record ClassArchive(Path file, String classPath) {
    static ClassArchive of(Home home, String module) {
        return new ClassArchive(home.prepared().resolve(module + ".jsa"), home.processClassPath(module));
    }

    /** For a process on this class path. */
    List<String> options() {
        return Files.isRegularFile(file) ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** For a process whose classes {@link #dump} is to archive. */
    static List<String> listing(Path list) {
        return List.of("-XX:DumpLoadedClassList=" + list);
    }

    /** Whether it was made of the jars as they are now. */
    boolean isFresh() throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(file);
        for (Path jar : jars()) {
            if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                return false;
            }
        }
        return true;
    }

    private List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(":")) {
            if (entry.endsWith("/*")) {
                try (Stream<Path> files = Files.list(Path.of(entry.substring(0, entry.length() - 2)))) {
                    files.forEach(jars::add);
                }
            } else {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }

    /**
     * Makes the archive of all the classes in {@code lists}; takes some fifteen seconds of one core.
     *
     * @throws IOException if the JVM does not make it
     */
    void dump(List<Path> lists) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        Path all = Files.write(Path.of(file + ".classes"), lines(lists));
        Path log = Path.of(file + ".log");
        Process dump = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + all,
                        "-XX:SharedArchiveFile=" + file,
                        "-cp",
                        classPath)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (dump.waitFor() != 0) {
            throw new IOException("No archive of classes was made; " + log + " says why");
        }
        Files.delete(all);
    }

    private static Set<String> lines(List<Path> lists) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (Path list : lists) {
            lines.addAll(Files.readAllLines(list));
        }
        return lines;
    }
}
