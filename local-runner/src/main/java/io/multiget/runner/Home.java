package io.multiget.runner;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree and what was built in it. */
record Home(Path folder) {
    private static final String PROPERTY = "multiget.home";
    private static final String RUNNER = "local-runner";
    private static final Path MARK = Path.of("connect", "worker.properties");

    /** From the system property {@code multiget.home}, else the working directory or the nearest folder above it. */
    static Home find() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new Home(Path.of(property).toAbsolutePath());
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(MARK))) {
                return new Home(folder);
            }
        }
        throw new SettingException("Run inside the source tree or set -D%s: there is no %s in or above %s"
                .formatted(PROPERTY, MARK, Path.of("").toAbsolutePath()));
    }

    Path workerProperties() {
        return folder.resolve(MARK);
    }

    Path connectPlugins() {
        return target(RUNNER).resolve("connect-plugins");
    }

    Path pipelines() {
        return folder.resolve("pipelines");
    }

    /** The class path of a module's thin jar and its libraries. */
    private String classPath(String module) {
        Path jar = jar(module);
        if (!Files.isRegularFile(jar)) {
            throw new SettingException(jar + " is missing: build with `mvn package` in " + folder);
        }
        return jar + ":" + target(module).resolve("lib") + "/*";
    }

    /** The module's own classes first; of ours a service takes the one that notices the launcher's end. */
    String processClassPath(String module) {
        return module.equals(RUNNER) ? classPath(module) : classPath(module) + ":" + jar(RUNNER);
    }

    /** Where the files are that a build makes so that a start need not. */
    Path prepared() {
        return target(RUNNER).resolve("prepared");
    }

    private Path jar(String module) {
        return target(module).resolve(module + ".jar");
    }

    private Path target(String module) {
        return folder.resolve(module).resolve("target");
    }
}
