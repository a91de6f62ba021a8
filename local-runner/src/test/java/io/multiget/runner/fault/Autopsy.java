package io.multiget.runner.fault;

import io.multiget.runner.role.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What every JVM is doing at this moment, for somebody who has to find out why nothing goes on. */
final class Autopsy {
    private static final long SECONDS = 10;

    /** No JVM: the signal by which one is asked for its threads ends it. */
    private static final String POSTGRES = "postgres";

    private Autopsy() {}

    /** The folder of the thread dumps, one file a process. */
    static Path of(Site site) {
        Path folder = site.system().dataDir().resolve("logs").resolve("dumps");
        try {
            Files.createDirectories(folder);
            for (Role role : site.system().roles()) {
                if (!role.name().equals(POSTGRES)) {
                    dump(role, folder.resolve(role.name() + ".txt"));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return folder;
        }
    }

    private static void dump(Role role, Path file) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process dumping = new ProcessBuilder(jcmd, Long.toString(role.pid()), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        if (!dumping.waitFor(SECONDS, TimeUnit.SECONDS)) {
            dumping.destroyForcibly();
        }
    }
}
