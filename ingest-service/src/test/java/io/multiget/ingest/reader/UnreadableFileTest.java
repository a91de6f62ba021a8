package io.multiget.ingest.reader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableFileTest {
    private static final byte[] ITEMS = "site,id\nMLA,1\nMLB,2\n".getBytes(UTF_8);
    private static final int GZIP_HEADER = 10;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PK\u0003\u0004xl/workbook.xml",
                "\u0089PNG\r\n\u001A\n",
                "\u007FELF\u0002\u0001",
                "%PDF-1.7\n",
                "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1",
                "\u001F\u008B\b\u0000"
            })
    void shouldRefuseAFileByItsSignature(String beginning) {
        TestFile file = TestFile.of(directory, "csv", beginning + "site,id\nMLA,1\n", ISO_8859_1);

        assertThatThrownBy(file::look).satisfies(failure -> assertCode(failure, "not_text"));
    }

    @Test
    void shouldRefuseAFileOfControlCharacters() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);

        assertThatThrownBy(TestFile.of(directory, "csv", noise)::look)
                .satisfies(failure -> assertCode(failure, "not_text"));
    }

    @Test
    void shouldRefuseTextOfTwoBytesACharacter() {
        String line = "\u6771\u4EAC\u90FD\u5343\u4EE3\u7530\u533A\u4E38\u306E\u5185,1\n";
        TestFile file = TestFile.of(directory, "csv", "site,id\n" + line.repeat(50), Charset.forName("Shift_JIS"));

        assertThatThrownBy(file::look)
                .satisfies(failure -> assertCode(failure, "unsupported_encoding"))
                .hasMessageContaining("Shift_JIS");
    }

    @Test
    void shouldReadAllMembersOfAGzipFile() throws IOException {
        byte[] members = join(
                TestFile.gzip("site,id\nML".getBytes(UTF_8)),
                TestFile.gzip(new byte[0]),
                TestFile.gzip("A,1\nMLB,2\n".getBytes(UTF_8)));

        assertThat(TestFile.of(directory, "csv.gz", members).summary()).containsExactly("1@2 MLA,1", "2@3 MLB,2");
    }

    @Test
    void shouldReadAGzipHeaderWithAllItsFields() throws IOException {
        byte[] plain = TestFile.gzip(ITEMS);
        plain[3] = 2 + 4 + 8 + 16;
        byte[] fields = {3, 0, 'a', 'b', 'c', 'x', '.', 'c', 's', 'v', 0, 'h', 'i', 0, 1, 2};
        byte[] withFields =
                join(Arrays.copyOf(plain, GZIP_HEADER), fields, Arrays.copyOfRange(plain, GZIP_HEADER, plain.length));

        assertThat(TestFile.of(directory, "csv.gz", withFields).summary()).hasSize(2);
    }

    @Test
    void shouldTellWhereAGzipFileEndsTooEarly() throws IOException {
        byte[] whole = TestFile.gzip(lines(100_000));

        for (int length : new int[] {whole.length / 2, whole.length - 8, whole.length - 1}) {
            InputFile file = TestFile.of(directory, "csv.gz", Arrays.copyOf(whole, length))
                    .look();

            assertThatThrownBy(file::count)
                    .satisfies(failure -> assertCode(failure, "unreadable_file"))
                    .hasMessageContaining("at byte " + length);
        }
    }

    @Test
    void shouldNeverTakeAPieceOfAGzipFileForTheWhole() throws IOException {
        byte[] whole = TestFile.gzip(ITEMS);

        for (int length = 0; length < whole.length; length++) {
            TestFile file = TestFile.of(directory, "csv.gz", Arrays.copyOf(whole, length));

            assertThatThrownBy(file::lines)
                    .as("%d of %d bytes", length, whole.length)
                    .satisfies(failure -> assertCode(failure, "unreadable_file"));
        }
    }

    @Test
    void shouldReadWhatStandsBeforeABreakAndThenFail() throws IOException {
        byte[] whole = TestFile.gzip(lines(100_000));
        InputFile file = TestFile.of(directory, "csv.gz", Arrays.copyOf(whole, whole.length / 2))
                .look();

        try (RecordReader reader = file.open(Position.START)) {
            assertThat(reader.next()).isInstanceOf(Line.Valid.class);
            UnreadableFileException failure = catchThrowableOfType(UnreadableFileException.class, () -> {
                while (reader.next() != null) {
                    // Up to the break.
                }
            });
            assertThat(failure.code()).isEqualTo("unreadable_file");
        }
    }

    @Test
    void shouldFindAWrongChecksum() {
        byte[] corrupt = TestFile.gzip(ITEMS);
        corrupt[corrupt.length - 8] ^= 1;

        assertThatThrownBy(TestFile.of(directory, "csv.gz", corrupt)::lines)
                .satisfies(failure -> assertCode(failure, "unreadable_file"))
                .hasMessageContaining("at byte " + (corrupt.length - 8));
    }

    @Test
    void shouldFindCorruptContent() {
        byte[] corrupt = TestFile.gzip(ITEMS);
        corrupt[GZIP_HEADER] = 7;

        assertThatThrownBy(TestFile.of(directory, "csv.gz", corrupt)::look)
                .satisfies(failure -> assertCode(failure, "unreadable_file"))
                .hasMessageContaining("at byte");
    }

    @Test
    void shouldFindGarbageBehindAGzipFile() {
        byte[] whole = TestFile.gzip(ITEMS);
        byte[] garbage = join(whole, new byte[] {0, 0, 0});

        assertThatThrownBy(TestFile.of(directory, "csv.gz", garbage)::lines)
                .satisfies(failure -> assertCode(failure, "unreadable_file"))
                .hasMessageContaining("at byte " + whole.length);
    }

    @Test
    void shouldRefuseTextNamedGzip() {
        assertThatThrownBy(TestFile.of(directory, "csv.gz", ITEMS)::look)
                .satisfies(failure -> assertCode(failure, "unreadable_file"))
                .hasMessageContaining("at byte 0");
    }

    @Test
    void shouldRefuseGzipInGzip() {
        assertThatThrownBy(TestFile.of(directory, "csv.gz", TestFile.gzip(TestFile.gzip(ITEMS)))::look)
                .satisfies(failure -> assertCode(failure, "not_text"));
    }

    @Test
    void shouldStopAtTheLargestContent() throws IOException {
        byte[] bomb = TestFile.gzip(lines(10_000));
        ReaderLimits small = new ReaderLimits(100, 64, 70_000, 1000);
        InputFile file = TestFile.of(directory, "csv.gz", bomb).with(small).look();

        assertThatThrownBy(file::count)
                .satisfies(failure -> assertCode(failure, "inflated_too_large"))
                .hasMessageContaining("70000");
    }

    @Test
    void shouldStopWhereTheContentIsTooManyTimesAsLarge() throws IOException {
        byte[] bomb = TestFile.gzip(new byte[32 << 20]);
        byte[] text = TestFile.gzip("MLA,1\n".repeat(5 << 20).getBytes(UTF_8));
        InputFile file = TestFile.of(directory, "csv.gz", text).look();

        assertThatThrownBy(file::count).satisfies(failure -> assertCode(failure, "inflated_too_large"));
        assertThatThrownBy(TestFile.of(directory, "csv.gz", bomb)::look)
                .satisfies(failure -> assertCode(failure, "not_text"));
    }

    @Test
    void shouldGoOnInACompressedFile() throws IOException {
        TestFile file = TestFile.of(directory, "csv.gz", TestFile.gzip(lines(100_000)));
        Position middle = new Position(50_000, 0, 50_002, 8 + 50_000 * 12L);

        try (RecordReader reader = file.look().open(middle)) {
            assertThat(reader.next())
                    .isEqualTo(new Line.Valid(50_001, 50_002, "MLA,1050000", Map.of("site", "MLA", "id", 1_050_000L)));
        }
    }

    /** Lines of 12 bytes behind a header of 8. */
    private static byte[] lines(int count) {
        StringBuilder text = new StringBuilder("site,id\n");
        for (int i = 0; i < count; i++) {
            text.append("MLA,").append(1_000_000 + i).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void assertCode(Throwable failure, String code) {
        assertThat(failure)
                .isInstanceOfSatisfying(UnreadableFileException.class, unreadable -> assertThat(unreadable.code())
                        .as(unreadable.getMessage())
                        .isEqualTo(code));
    }
}
