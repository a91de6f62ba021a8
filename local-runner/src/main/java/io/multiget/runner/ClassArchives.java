package io.multiget.runner;

import io.multiget.runner.role.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The build's last step: starts a system once, notes what classes its processes load until it is ready, and archives them.
 *
 * <p>Does nothing where the archives are of the jars as they are. Without archives everything works, and starts slower, so a
 * failure is told and fails no build.
 */
final class ClassArchives {
    /** Those whose start is worth it, and the roles on their class path. */
    private static final Map<String, List<String>> ROLES = new TreeMap<>(Map.of(
            "ingest-service", List.of("ingest-1"),
            "enricher-streams", List.of("enricher-1"),
            "local-runner", List.of("broker", "connect")));

    private final Home home;
    private final Path scratch;

    private ClassArchives(Home home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Home home = Home.find();
        List<ClassArchive> archives = ROLES.keySet().stream()
                .map(module -> ClassArchive.of(home, module))
                .toList();
        if (allFresh(archives)) {
            return;
        }
        Path scratch = Files.createTempDirectory("multiget-classes");
        try {
            for (ClassArchive archive : archives) {
                Files.deleteIfExists(archive.file());
            }
            new ClassArchives(home, scratch).make();
        } catch (IOException | ExecutionException | RuntimeException e) {
            System.err.println("Starts will be slower: " + e);
        } finally {
            Folder.delete(scratch);
        }
    }

    private static boolean allFresh(List<ClassArchive> archives) throws IOException {
        for (ClassArchive archive : archives) {
            if (!archive.isFresh()) {
                return false;
            }
        }
        return true;
    }

    private void make() throws InterruptedException, ExecutionException {
        startOnce();
        // More than two at a time gain nothing on a small machine and take much memory on a large one.
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> dumps = new ArrayList<>();
            ROLES.forEach((module, roles) -> dumps.add(threads.submit(() -> {
                ClassArchive.of(home, module)
                        .dump(roles.stream().map(this::list).toList());
                return null;
            })));
            for (Future<?> dump : dumps) {
                dump.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void startOnce() {
        LocalSettings settings = LocalSettings.isolated(scratch.resolve("data"));
        for (List<String> roles : ROLES.values()) {
            for (String role : roles) {
                settings = settings.withJvmOptions(role, ClassArchive.listing(list(role)));
            }
        }
        LocalSystem.start(settings).close();
    }

    private Path list(String role) {
        return scratch.resolve(role + ".classes");
    }
}
