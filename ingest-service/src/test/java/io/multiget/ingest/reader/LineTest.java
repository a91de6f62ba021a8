package io.multiget.ingest.reader;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line says: its raw text, its reason, its values. */
class LineTest {
    private static final Input TEXT_KEY = Pipelines.of(Pipelines.column("id", ValueType.STRING));

    @TempDir
    Path directory;

    @Test
    void shouldWriteControlCharactersOutInRaw() throws IOException {
        Line line = only(TestFile.of(directory, "csv", "id,x\na\u0000\t\u001B\u202E\u0085,\"1\n2\"\n"));

        assertThat(line.raw()).isEqualTo("a\\u0000\t\\u001b\\u202e\\u0085,\"1\\u000a2\"");
    }

    @Test
    void shouldKeepOtherTextInRaw() throws IOException {
        Line line = only(TestFile.of(directory, "csv", "id,x\n \u00E9\uD83D\uDE00 \\ ,\"\"\n"));

        assertThat(line.raw()).isEqualTo(" \u00E9\uD83D\uDE00 \\ ,\"\"");
    }

    @Test
    void shouldTellWhichByteIsNoText() throws IOException {
        byte[] content = "id\n\u00F1\nab?c\n".getBytes(StandardCharsets.UTF_8);
        content[content.length - 3] = (byte) 0xE9;
        Line line =
                TestFile.of(directory, "csv", content).with(TEXT_KEY).lines().get(1);

        assertThat(line.raw()).isEqualTo("ab\\xE9c");
        assertThat(((Line.Rejected) line).reason()).isEqualTo("is not UTF-8 at byte 8 of the file");
    }

    @Test
    void shouldTellWhichByteOfUtf16IsNoText() throws IOException {
        byte[] content = "\uFEFFid\n\u20AC\uD83D\uDE00?\n".getBytes(UTF_16LE);
        content[content.length - 3] = (byte) 0xDC;
        Line line = only(TestFile.of(directory, "csv", content));

        assertThat(((Line.Rejected) line).reason()).isEqualTo("is not UTF-16LE at byte 14 of the file");
    }

    @Test
    void shouldCutNoCharacterInHalf() throws IOException {
        ReaderLimits limits = new ReaderLimits(4000, 64, 1, 1);
        Line line = only(TestFile.of(directory, "csv", "id\na" + "\uD83D\uDE00".repeat(2000) + "\n")
                .with(limits));

        assertThat(line.raw()).isEqualTo("a" + "\uD83D\uDE00".repeat(511) + "\u2026");
    }

    @Test
    void shouldReadTheColumnsThatAreGood() throws IOException {
        Line line = TestFile.of(directory, "csv", "site,id\nMLA,x\n").lines().get(0);

        assertThat(line.columns()).containsOnlyKeys("site");
        assertThat(((Line.Rejected) line).reason()).isEqualTo("id \"x\" is not a whole number");
    }

    @Test
    void shouldNameBothCounts() throws IOException {
        List<Line> lines =
                TestFile.of(directory, "csv", "site,id\nMLA\nMLA,1,2\n").lines();

        assertThat(((Line.Rejected) lines.get(0)).reason()).isEqualTo("has 1 columns, 2 are expected");
        assertThat(((Line.Rejected) lines.get(1)).reason()).isEqualTo("has 3 columns, 2 are expected");
    }

    @Test
    void shouldSayWhenAFirstLineLooksLikeAHeader() throws IOException {
        Line line = TestFile.of(directory, "csv", "site,id\nMLA,1\n")
                .withHeader(false)
                .lines()
                .get(0);

        assertThat(((Line.Rejected) line).reason())
                .contains("looks like a header")
                .contains("header=false");
    }

    @Test
    void shouldSayWhereJsonIsBad() throws IOException {
        Line line = only(TestFile.of(directory, "jsonl", "{\"id\":'x'}"));

        assertThat(((Line.Rejected) line).reason()).startsWith("column 7: ");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-31T12:00:00Z,2024-05-31T12:00:00Z",
        "2024-05-31T12:00:00.5+02:00,2024-05-31T10:00:00.500Z",
        "2024-05-31T12:00+02:00,2024-05-31T10:00:00Z",
        "2024-05-31T12:00:00,invalid_id",
        "2024-05-31,invalid_id",
        "2024-02-30T12:00:00Z,invalid_id",
        "0000-00-00T00:00:00Z,invalid_id",
        "infinity,invalid_id",
        "+294277-01-01T00:00:00Z,out_of_range",
        "0000-01-01T00:00:00Z,out_of_range"
    })
    void shouldReadTimes(String text, String result) throws IOException {
        assertThat(summary(ValueType.TIMESTAMP, text)).isEqualTo("1@2 " + result);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "FALSE,false", "1,bad_type", "yes,bad_type"})
    void shouldReadTruthValues(String text, String result) throws IOException {
        assertThat(summary(ValueType.BOOLEAN, text)).isEqualTo("1@2 " + result);
    }

    private String summary(ValueType type, String text) throws IOException {
        return TestFile.of(directory, "csv", "id,x\n" + text + ",1\n")
                .with(Pipelines.of(Pipelines.column("id", type)))
                .summary()
                .get(0);
    }

    private static Line only(TestFile file) throws IOException {
        List<Line> lines = file.with(TEXT_KEY).lines();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }
}
