package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.multiget.contract.pipeline.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens around the files: which are read, and which are no pipelines at all. */
class PipelineFilesTest {
    private static final Function<String, @Nullable String> NOTHING_SET = Map.<String, String>of()::get;

    @TempDir
    Path folder;

    @Test
    void shouldLoadTheFolderThatIsShippedWithoutItsExamples() {
        List<Pipeline> pipelines = PipelineLoader.loadAll(PipelineLoaderTest.PIPELINES, NOTHING_SET);

        assertThat(pipelines).extracting(Pipeline::name).containsExactly("mercadolibre");
    }

    @Test
    void shouldLoadYamlAndYmlByFileName() throws IOException {
        write("b.yml", pipeline("second", "two"));
        write("a.yaml", pipeline("first", "one"));
        write(".hidden.yaml", "no pipeline");
        write("notes.txt", "no pipeline");
        write("a.yaml.bak", "no pipeline");
        Files.createDirectory(folder.resolve("folder.yaml"));
        Files.createDirectory(folder.resolve("examples"));
        write("examples/c.yaml", "no pipeline");

        List<Pipeline> pipelines = PipelineLoader.loadAll(folder, NOTHING_SET);

        assertThat(pipelines).extracting(Pipeline::name).containsExactly("first", "second");
    }

    @Test
    void shouldLoadOneFileWhereAFolderCouldStand() throws IOException {
        write("a.yaml", pipeline("first", "one"));

        assertThat(PipelineLoader.loadAll(folder.resolve("a.yaml"), NOTHING_SET))
                .hasSize(1);
    }

    @Test
    void shouldRefuseTwoPipelinesOfOneName() throws IOException {
        write("a.yaml", pipeline("same", "one"));
        write("b.yaml", pipeline("same", "two"));

        assertThat(errorsOfFolder())
                .containsExactly(folder.resolve("b.yaml") + ":2:7: pipeline 'same': " + folder.resolve("a.yaml")
                        + " has it already; choose another name");
    }

    @Test
    void shouldRefuseTwoPipelinesThatWriteToOneTable() throws IOException {
        write("a.yaml", pipeline("first", "same"));
        write("b.yaml", pipeline("second", "same"));

        assertThat(errorsOfFolder()).hasSize(3).allMatch(error -> error.contains("b.yaml:17:10: table or view 'same"));
    }

    @Test
    void shouldRefuseATableNamedLikeAnothersView() throws IOException {
        write("a.yaml", pipeline("first", "books"));
        write("b.yaml", pipeline("second", "books_rejected"));

        assertThat(errorsOfFolder()).singleElement().asString().contains("table or view 'books_rejected'");
    }

    @Test
    void shouldTellTheErrorsOfEveryFile() throws IOException {
        write("a.yaml", pipeline("First", "one"));
        write("b.yaml", pipeline("second", "Two"));
        write("c.yaml", pipeline("third", "three"));

        assertThat(errorsOfFolder())
                .satisfiesExactly(
                        error -> assertThat(error).contains("a.yaml:2:7: name is 'First'"),
                        error -> assertThat(error).contains("b.yaml:17:10: output.table is 'Two'"));
    }

    @Test
    void shouldRefuseAFolderWithoutPipelines() {
        assertThat(errorsOfFolder()).singleElement().asString().contains("no pipeline", "MULTIGET_PIPELINES");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertThat(errorOf(folder.resolve("none.yaml"))).contains("none.yaml: no such file");
        assertThatThrownBy(() -> PipelineLoader.loadAll(folder.resolve("none"), NOTHING_SET))
                .hasMessageContaining("none: no such file");
    }

    @Test
    void shouldRefuseAFolderForAFile() {
        assertThat(errorOf(folder)).contains(folder + ": no pipeline file: it is a folder");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        assertThat(errorOf(write("a.yaml", ""))).contains("the file is empty");
        assertThat(errorOf(write("b.yaml", "---\n"))).contains("b.yaml:2:1: the file is empty");
    }

    @Test
    void shouldRefuseAFileThatMayNotBeRead() throws IOException {
        Path file = write("a.yaml", pipeline("first", "one"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assumeFalse(Files.isReadable(file), "root reads everything");

        assertThat(errorOf(file)).contains("the file cannot be read", "AccessDenied");
    }

    @Test
    @Timeout(10)
    void shouldRefuseALargeFileUnread() throws IOException {
        Path file = write("a.yaml", "# " + "x".repeat(10 * 1024 * 1024));

        assertThat(errorOf(file)).contains("the file is too large: at most 1048576 bytes");
    }

    @Test
    void shouldRefuseBytesThatAreNotUtf8() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.write(file, "version: 1\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(errorOf(file)).contains("a.yaml:2:10: a byte that is not UTF-8");
    }

    @Test
    void shouldReadWhatEditorsOfOtherSystemsWrite() throws IOException {
        String text = pipeline("first", "one");

        Path file = write("a.yaml", "\uFEFF" + text.replace("\n", "\r\n"));

        assertThat(PipelineLoader.load(file, NOTHING_SET))
                .isEqualTo(PipelineLoader.load(write("b.yaml", text), NOTHING_SET));
    }

    @Test
    @Timeout(10)
    void shouldRefuseABillionLaughs() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }

        assertThat(errorOf(write("a.yaml", bomb.toString()))).contains("anchor '&a0'");
    }

    @Test
    @Timeout(10)
    void shouldRefuseDepth() throws IOException {
        assertThat(errorOf(write("a.yaml", "[".repeat(500_000)))).contains("more than 20 levels");
        assertThat(errorOf(write("b.yaml", "{a: ".repeat(200_000)))).contains("more than 20 levels");
    }

    @Test
    @Timeout(30)
    void shouldStopAtAHundredErrors() throws IOException {
        String many = pipeline("first", "one").replace("    isbn: isbn\n", columns(20_000));

        assertThatExceptionOfType(InvalidPipelineException.class)
                .isThrownBy(() -> PipelineLoader.load(write("a.yaml", many), NOTHING_SET))
                .satisfies(e -> assertThat(e.errors()).hasSize(100));
    }

    private static String columns(int count) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < count; i++) {
            columns.append("    c").append(i).append(": isnb\n");
        }
        return columns.toString();
    }

    @Test
    @Timeout(30)
    void shouldRefuseLongTextsOfEveryKindFast() throws IOException {
        String text = pipeline("first", "one");
        String longText = "/a".repeat(200_000);
        for (String value : List.of("first", "one", "/title", "/books/${isbn}", "http://localhost:8089", "[0-9X]+")) {
            assertThat(text).contains(value);
            Path file = write("a.yaml", text.replace(value, longText));

            assertThat(errorOf(file)).isNotEmpty();
        }
    }

    private String errorOf(Path file) {
        try {
            PipelineLoader.load(file, NOTHING_SET);
        } catch (InvalidPipelineException e) {
            return e.getMessage();
        }
        throw new AssertionError(file + " was accepted");
    }

    private List<String> errorsOfFolder() {
        try {
            PipelineLoader.loadAll(folder, NOTHING_SET);
        } catch (InvalidPipelineException e) {
            return e.errors().stream().map(PipelineError::toString).toList();
        }
        throw new AssertionError(folder + " was accepted");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String pipeline(String name, String table) {
        return """
                version: 1
                name: %s
                input:
                  columns:
                    isbn: {type: string, pattern: "[0-9X]+"}
                apis:
                  shop: {base_url: "http://localhost:8089", rate_limit: unlimited}
                lookups:
                  book:
                    api: shop
                    get: /books/${isbn}
                    fields:
                      title: {at: /title, type: string}
                stages:
                  - [book]
                output:
                  table: %s
                  columns:
                    isbn: isbn
                    title: book.title
                """.formatted(name, table);
    }
}
