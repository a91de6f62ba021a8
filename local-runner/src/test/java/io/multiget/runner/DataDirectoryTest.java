package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void shouldBeHeldByOneLauncherAtATime() {
        Path data = folder.resolve("a folder that is not there yet");

        try (DataDirectory held = DataDirectory.open(data)) {
            assertThat(held.folder()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(data))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("is in use");
        }

        DataDirectory.open(data).close();
    }

    @Test
    void shouldBeTheSameThroughASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("data")));

        try (DataDirectory held = DataDirectory.open(folder.resolve("data"))) {
            assertThatThrownBy(() -> DataDirectory.open(link)).hasMessageContaining("is in use");
            assertThat(held.folder()).isEqualTo(folder.toRealPath().resolve("data"));
        }
    }

    @Test
    void shouldRefuseAnotherLayoutAndLeaveItAsItIs() throws IOException {
        DataDirectory.open(folder).close();
        Files.writeString(folder.resolve("layout"), "7");

        assertThatThrownBy(() -> DataDirectory.open(folder))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("has layout 7, this version reads 1");

        assertThat(folder.resolve("layout")).hasContent("7");
    }

    @Test
    void shouldRefuseAFolderOfSomethingElseAndLeaveItAsItIs() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "...");

        assertThatThrownBy(() -> DataDirectory.open(folder))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("has files of something else in it");

        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("cannot be used");
    }
}
