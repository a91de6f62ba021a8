package io.multiget.runner.shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout this test runs in. */
final class Repository {
    private Repository() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker-compose.yml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not inside a checkout");
            }
        }
        return folder;
    }

    static String text(String path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that reads an environment variable: sources, settings and templates, tests left out. */
    static String sources() {
        return sources("");
    }

    /** The same, of one module. */
    static String sources(String module) {
        try (Stream<Path> files = Files.walk(root().resolve(module))) {
            List<Path> sources = files.filter(Files::isRegularFile)
                    .filter(file -> isSource(root().relativize(file).toString()))
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path source : sources) {
                all.append(Files.readString(source)).append('\n');
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(String path) {
        boolean inMain = path.contains("/src/main/") && (path.endsWith(".java") || path.endsWith(".yml"));
        return inMain || path.startsWith("pipelines/") || path.startsWith("connect/");
    }
}
