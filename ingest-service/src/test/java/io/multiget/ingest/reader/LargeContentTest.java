package io.multiget.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.ValueType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Content of the catalogue of bad inputs that is too large to be written down. */
@Timeout(60)
class LargeContentTest {
    private static final int MILLION = 1_000_000;
    private static final int HUNDRED_MEGABYTES = 100 << 20;

    @TempDir
    Path directory;

    /** C7. */
    @Test
    void shouldLoseOneLineOfAMillionToAnUnclosedQuote() throws IOException {
        TestFile file = generate("csv", out -> {
            out.print("site,id\n");
            for (int i = 1; i <= MILLION; i++) {
                out.print(i == 5 ? "MLA,\"5\n" : "MLA," + i + "\n");
            }
        });

        assertThat(codes(file)).containsExactlyInAnyOrderEntriesOf(Map.of("", MILLION - 1L, "unclosed_quote", 1L));
        assertThat(file.look().count().rows()).isEqualTo(MILLION);
    }

    /** C7, as bad as it gets: each scan for a closing quote goes as far as it may. */
    @Test
    void shouldStayLinearWithAnUnclosedQuoteOnEveryLine() throws IOException {
        TestFile file = generate("csv", out -> {
            out.print("site,id\n");
            for (int i = 1; i <= MILLION / 2; i++) {
                out.print("MLA,\"" + i + "\nMLA," + i + "\n");
            }
        });

        assertThat(codes(file))
                .containsExactlyInAnyOrderEntriesOf(Map.of("", MILLION / 2L, "unclosed_quote", MILLION / 2L));
    }

    /** C10. */
    @Test
    void shouldPassALineOfHundredMegabytes() throws IOException {
        TestFile file = generate("csv", out -> {
            out.print("site,id\nMLA,1\nMLA,");
            fill(out, HUNDRED_MEGABYTES);
            out.print("\r\nMLA,3\n");
        });

        List<Line> lines = file.lines();

        assertThat(file.summary()).containsExactly("1@2 MLA,1", "2@3 line_too_long", "3@4 MLA,3");
        assertThat(lines.get(1).raw()).hasSize(1025).startsWith("MLA,xx").endsWith("x\u2026");
        assertThat(file.look().count().rows()).isEqualTo(3);
    }

    /** C10. */
    @Test
    void shouldPassAQuotedCellOfHundredMegabytes() throws IOException {
        TestFile file = generate("csv", out -> {
            out.print("site,id\nMLA,1\nMLA,\"");
            fill(out, HUNDRED_MEGABYTES);
            out.print("\"\nMLA,3\n");
        });

        assertThat(file.summary()).containsExactly("1@2 MLA,1", "2@3 line_too_long", "3@4 MLA,3");
    }

    /** C10, to the byte. */
    @Test
    void shouldReadALineThatIsJustShortEnough() throws IOException {
        int longest = ReaderLimits.DEFAULT.lineBytes();
        for (String lineBreak : List.of("\n", "\r\n", "\r", "")) {
            TestFile file = TestFile.of(
                            directory,
                            "csv",
                            "id,x\n1," + "x".repeat(longest - 2) + "\n2," + "x".repeat(longest - 1) + "\n3,\""
                                    + "\n".repeat(longest - 4) + "\"" + lineBreak)
                    .with(Pipelines.of(Pipelines.column("id", ValueType.LONG)));

            assertThat(file.summary())
                    .as("line break %s", lineBreak.chars().boxed().toList())
                    .containsExactly("1@2 1", "2@3 line_too_long", "3@4 3");
        }
    }

    /** C11. */
    @Test
    void shouldRejectALineOfManyColumns() throws IOException {
        TestFile file = TestFile.of(
                directory, "csv", "site,id\nMLA,1\n" + "x,".repeat(30_000) + "\n" + "x,".repeat(100_000) + "\nMLA,4\n");

        assertThat(file.summary())
                .containsExactly("1@2 MLA,1", "2@3 too_many_columns", "3@4 line_too_long", "4@5 MLA,4");
        assertThat(((Line.Rejected) file.lines().get(1)).reason())
                .contains("30001")
                .contains("64");
    }

    /** C27: the limit of the line comes before that of the key. */
    @Test
    void shouldRejectAKeyOfAMillionCharacters() throws IOException {
        TestFile file = TestFile.of(directory, "csv", "site,id\nMLA," + "1".repeat(MILLION) + "\nMLA,2\n");

        assertThat(file.summary()).containsExactly("1@2 line_too_long", "2@3 MLA,2");
    }

    /** C38. */
    @Test
    void shouldRejectLargeJson() throws IOException {
        TestFile file = generate("jsonl", out -> {
            out.print("{\"site\":\"MLA\",\"id\":1,\"x\":\"");
            fill(out, HUNDRED_MEGABYTES);
            out.print("\"}\n{");
            for (int i = 0; i < MILLION; i++) {
                out.print("\"k" + i + "\":1,");
            }
            out.print("\"id\":1}\n{\"site\":\"MLA\",\"id\":3}\n");
        });

        assertThat(file.summary()).containsExactly("1@1 line_too_long", "2@2 line_too_long", "3@3 MLA,3");
    }

    /** C44: names with one hash, as many as a line can hold, on many lines. */
    @Test
    void shouldReadCollidingKeysInLinearTime() throws IOException {
        StringBuilder object = new StringBuilder("{\"site\":\"MLA\"");
        for (int i = 0; i < 2048; i++) {
            object.append(",\"").append(colliding(i, 11)).append("\":1");
        }
        String line = object.append(",\"id\":1}\n").toString();
        TestFile file = TestFile.of(directory, "jsonl", line.repeat(200));

        assertThat(codes(file)).isEqualTo(Map.of("", 200L));
    }

    /** C45. */
    @Test
    void shouldReadAMillionShortLines() throws IOException {
        TestFile file = generate("txt", out -> {
                    for (int i = 1; i <= MILLION; i++) {
                        out.print(i + "\n");
                    }
                })
                .with(Pipelines.of(Pipelines.column("id", ValueType.LONG)));

        assertThat(codes(file)).isEqualTo(Map.of("", (long) MILLION));
    }

    private TestFile generate(String format, Consumer<PrintStream> writer) throws IOException {
        TestFile file = TestFile.of(directory, format, "");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path()), 1 << 20);
                PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            writer.accept(text);
        }
        return file;
    }

    private static void fill(PrintStream out, int length) {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int written = 0; written < length; written += block.length) {
            out.write(block, 0, block.length);
        }
    }

    /** One of 2^pairs texts that all have the same hash code. */
    private static String colliding(int number, int pairs) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < pairs; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    /** How many lines have each code; the empty one is that of valid lines. */
    private static Map<String, Long> codes(TestFile file) throws IOException {
        Map<String, Long> codes = new TreeMap<>();
        try (RecordReader reader = file.look().open(Position.START)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                codes.merge(line instanceof Line.Rejected rejected ? rejected.code() : "", 1L, Long::sum);
            }
        }
        return codes;
    }
}
