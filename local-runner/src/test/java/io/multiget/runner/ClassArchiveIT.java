package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start goes on without an archive that does not fit, so only a look tells that it is used. */
class ClassArchiveIT {
    @ParameterizedTest
    @ValueSource(strings = {"local-runner", "ingest-service", "enricher-streams"})
    void shouldFitTheProcessesThatAreStarted(String module) throws Exception {
        ClassArchive archive = ClassArchive.of(Home.find(), module);

        assertThat(archive.options()).isNotEmpty();
        assertThat(archive.isFresh()).isTrue();
        assertThat(jvmThatMustUse(archive).waitFor()).isZero();
    }

    @Test
    void shouldNotBeFreshWhenAJarIsNewer(@TempDir Path folder) throws IOException {
        Path jar = Files.createFile(folder.resolve("new.jar"));
        Path file = Files.createFile(folder.resolve("old.jsa"));
        Files.setLastModifiedTime(
                file, FileTime.from(Files.getLastModifiedTime(jar).toInstant().minusSeconds(1)));

        assertThat(new ClassArchive(file, jar.toString()).isFresh()).isFalse();
        assertThat(new ClassArchive(file, folder + "/*").isFresh()).isFalse();
    }

    private static Process jvmThatMustUse(ClassArchive archive) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(archive.options());
        command.addAll(List.of("-Xshare:on", "-cp", archive.classPath(), "-version"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
    }
}
