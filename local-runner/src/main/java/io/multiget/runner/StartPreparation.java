package io.multiget.runner;

import io.multiget.runner.command.Multiget;
import io.multiget.runner.role.Folder;
import io.multiget.runner.role.PostgresRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The build's last step, which does beforehand what every start would do again: decompresses PostgreSQL, enriches a file once on
 * a system of its own, notes what classes its processes load, and archives them.
 *
 * <p>Does nothing where that was done for the jars as they are. Without it everything works, and starts slower, so a failure is
 * told and fails no build.
 */
final class StartPreparation {
    private static final String LAUNCHER = "launcher";

    /** Those whose start is worth it, and whose classes each of their class paths has to have. */
    private static final Map<String, List<String>> PROCESSES = new TreeMap<>(Map.of(
            "ingest-service", List.of("ingest"),
            "enricher-streams", List.of("enricher"),
            "local-runner", List.of("broker", "connect", LAUNCHER)));

    private static final List<String> LINES = List.of("site,id", "MLA,770000000001", "MLB,770000000002", "MLA,none");

    private final Home home;
    private final Path scratch;

    private StartPreparation(Home home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Home home = Home.find();
        List<ClassArchive> archives = PROCESSES.keySet().stream()
                .map(module -> ClassArchive.of(home, module))
                .toList();
        if (allFresh(archives)) {
            return;
        }
        Path scratch = Files.createTempDirectory("multiget-classes");
        try {
            PostgresRole.decompress(home.prepared());
            for (ClassArchive archive : archives) {
                Files.deleteIfExists(archive.file());
            }
            new StartPreparation(home, scratch).make();
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

    private void make() throws IOException, InterruptedException, ExecutionException {
        enrichOnce();
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSES.size());
        try {
            List<Future<?>> dumps = new ArrayList<>();
            PROCESSES.forEach((module, processes) -> dumps.add(threads.submit(() -> {
                ClassArchive.of(home, module)
                        .dump(processes.stream().map(this::list).toList());
                return null;
            })));
            for (Future<?> dump : dumps) {
                dump.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void enrichOnce() throws IOException, InterruptedException {
        Path file = Files.write(scratch.resolve("lines.csv"), LINES);
        Path log = scratch.resolve("enrich.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(Roles.FIRST_COMPILER_ONLY);
        command.addAll(ClassArchive.listing(list(LAUNCHER)));
        command.addAll(
                List.of("-Duser.timezone=UTC", "-cp", home.processClassPath("local-runner"), Multiget.class.getName()));
        command.addAll(List.of("enrich", file.toString()));
        ProcessBuilder enrich = new ProcessBuilder(command)
                .directory(home.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        enrich.environment().clear();
        enrich.environment().putAll(environment());
        int exitCode = enrich.start().waitFor();
        if (exitCode != 0) {
            throw new IOException("A first run ended with exit code " + exitCode + ":\n" + Files.readString(log));
        }
    }

    /** Each process lists the classes that it loads. */
    private Map<String, String> environment() {
        Map<String, String> environment = LocalSettings.isolatedEnvironment(scratch.resolve("data"));
        PROCESSES.values().stream()
                .flatMap(List::stream)
                .filter(process -> !process.equals(LAUNCHER))
                .forEach(role -> environment.put(
                        "MULTIGET_" + role.toUpperCase(Locale.ROOT) + "_JAVA_OPTS",
                        Roles.FIRST_COMPILER_ONLY + " " + String.join(" ", ClassArchive.listing(list(role)))));
        return environment;
    }

    private Path list(String process) {
        return scratch.resolve(process + ".classes");
    }
}
