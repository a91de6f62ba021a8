package io.multiget.ingest.reader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.ingest.reader.RecordSplitter.Defect;
import io.multiget.ingest.reader.ReferenceSplitter.Found;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any file whatever. A failure prints its seed and the smallest document that shows it. */
class SplittingPropertyTest {
    private static final int MOST_COLUMNS = 5;

    @Property
    void shouldFindTheRecordsOfTheGrammar(
            @ForAll("documents") String document,
            @ForAll @IntRange(min = 1, max = 40) int longest,
            @ForAll @IntRange(min = 1, max = 7) int atOnce)
            throws IOException {
        InputStream content = trickle(document.getBytes(US_ASCII), atOnce);
        ReaderLimits limits = new ReaderLimits(longest, MOST_COLUMNS, Long.MAX_VALUE, Long.MAX_VALUE);
        ByteWindow window = new ByteWindow(content, false, 0, RecordSplitter.reach(longest));
        DelimitedSplitter splitter = new DelimitedSplitter(window, limits, Position.START, ',');

        List<Found> found = new ArrayList<>();
        while (splitter.next()) {
            int start = (int) splitter.offsetOf(splitter.start);
            found.add(new Found(
                    splitter.row(), splitter.line(), start, start + splitter.end - splitter.start, splitter.defect));
        }

        List<Found> expected = new ReferenceSplitter(document, longest).records();
        assertThat(found).usingRecursiveFieldByFieldElementComparator().hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            boolean cut = expected.get(i).defect() == Defect.LINE_TOO_LONG;
            assertThat(cut ? withoutEnd(found.get(i)) : found.get(i))
                    .as(Printable.quoted(document))
                    .isEqualTo(cut ? withoutEnd(expected.get(i)) : expected.get(i));
        }
    }

    @Property
    void shouldFindTheCellsThatAnotherReaderFinds(@ForAll("records") List<List<String>> records) throws IOException {
        StringBuilder document = new StringBuilder();
        records.forEach(cells -> document.append(String.join(",", cells)).append('\n'));
        ByteWindow window =
                new ByteWindow(new ByteArrayInputStream(document.toString().getBytes(ISO_8859_1)), false, 0, 1 << 20);
        DelimitedSplitter splitter = new DelimitedSplitter(window, ReaderLimits.DEFAULT, Position.START, ',');
        RecordText text = new RecordText(splitter, ISO_8859_1);

        List<List<String>> found = new ArrayList<>();
        while (splitter.next()) {
            found.add(splitter.texts(text));
        }

        try (CsvReader<CsvRecord> other = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(document.toString())) {
            assertThat(found).isEqualTo(other.stream().map(CsvRecord::getFields).toList());
        }
    }

    @Property(tries = 200)
    void shouldGoOnFromAnywhereAsIfNothingHadHappened(
            @ForAll("files") byte[] content,
            @ForAll("readings") Upload.Reading reading,
            @ForAll @IntRange(min = 8, max = 60) int longest)
            throws IOException {
        Path path = Files.createTempFile("property", "." + reading.format());
        try {
            Files.write(path, reading.format().endsWith(".gz") ? TestFile.gzip(content) : content);
            TestFile file = new TestFile(
                    path,
                    Pipelines.of(Pipelines.column("id", ValueType.STRING), Pipelines.column("x", ValueType.LONG)),
                    reading,
                    new ReaderLimits(longest, MOST_COLUMNS, Long.MAX_VALUE, Long.MAX_VALUE));
            Assume.that(isReadable(file));
            InputFile input = file.look();
            List<Line> all = file.lines();

            assertThat(input.count().rows()).isEqualTo(all.size());
            try (RecordReader reader = input.open(Position.START)) {
                for (int done = 0; done <= all.size(); done++) {
                    assertThat(file.linesFrom(reader.position())).isEqualTo(all.subList(done, all.size()));
                    reader.next();
                }
                assertThat(reader.position().blank()).isEqualTo(input.count().blank());
            }
            all.forEach(SplittingPropertyTest::assertStorable);
        } finally {
            Files.delete(path);
        }
    }

    @Property
    void shouldKeepTheLengthOfUtf16(
            @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 7) int atOnce, @ForAll boolean littleEndian)
            throws IOException {
        byte[] utf8 = new Utf16ToUtf8(trickle(bytes, atOnce), littleEndian).readAllBytes();

        assertThat(Utf16ToUtf8.sourceLength(utf8, 0, utf8.length)).isEqualTo(bytes.length);
    }

    @Property
    void shouldReadUtf16AsUtf8(
            @ForAll("unicode") String text,
            @ForAll @IntRange(min = 1, max = 7) int atOnce,
            @ForAll boolean littleEndian)
            throws IOException {
        byte[] utf16 = text.getBytes(littleEndian ? UTF_16LE : UTF_16BE);

        byte[] utf8 = new Utf16ToUtf8(trickle(utf16, atOnce), littleEndian).readAllBytes();

        assertThat(utf8).isEqualTo(text.getBytes(UTF_8));
    }

    @Provide
    Arbitrary<String> unicode() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMaxSize(20)
                .map(characters -> String.join("", characters));
    }

    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.of(
                        "\"",
                        "\"\"",
                        ",",
                        "\n",
                        "\r",
                        "\r\n",
                        " ",
                        "\t",
                        "a",
                        "bcd",
                        "MLA,1\n",
                        ",\"",
                        "\",",
                        "\"\n",
                        "\n\"",
                        "\"x\ny\"",
                        "0123456789012345")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<List<String>>> records() {
        Arbitrary<String> plain = Arbitraries.of("", "a", "\u00E9", "b c ", "1");
        Arbitrary<String> quoted = Arbitraries.of("a", "\"\"", ",", "\n", "\r\n", " ", "\u00E9")
                .list()
                .ofMaxSize(5)
                .map(parts -> '"' + String.join("", parts) + '"');
        return Arbitraries.oneOf(plain, quoted)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<String> text = Arbitraries.of(
                        "\"",
                        "\"\"",
                        ",",
                        "\n",
                        "\r",
                        "\r\n",
                        " ",
                        "A",
                        "id,x\n",
                        "k,1\n",
                        "k,1\r\n",
                        ",\"",
                        "\",",
                        "\"\n",
                        "\"x\ny\",7\n",
                        "0123456789012345",
                        "\u00E9",
                        "\u20AC",
                        "\uD83D\uDE00",
                        "\uD83D",
                        "\uFEFF",
                        "\u0000",
                        "{\"id\":\"k\",\"x\":2}\n")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
        Arbitrary<Charset> charset = Arbitraries.of("UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "UTF-16")
                .map(Charset::forName);
        Arbitrary<byte[]> tail = Arbitraries.of(new byte[0], new byte[] {'z'}, new byte[] {(byte) 0xC3});
        return Combinators.combine(text, charset, tail).as(SplittingPropertyTest::encode);
    }

    @Provide
    Arbitrary<Upload.Reading> readings() {
        return Combinators.combine(
                        Arbitraries.of("csv", "txt", "jsonl", "csv.gz"),
                        Arbitraries.of("utf-8", "utf-16le", "utf-16be", "latin1")
                                .injectNull(0.5),
                        Arbitraries.of(true, false).injectNull(0.5))
                .as((format, encoding, header) -> new Upload.Reading(format, null, encoding, header));
    }

    private static boolean isReadable(TestFile file) throws IOException {
        try {
            file.look();
            return true;
        } catch (UnreadableFileException refused) {
            return false;
        }
    }

    private static byte[] encode(String text, Charset charset, byte[] tail) {
        byte[] encoded = text.getBytes(charset);
        byte[] all = Arrays.copyOf(encoded, encoded.length + tail.length);
        System.arraycopy(tail, 0, all, encoded.length, tail.length);
        return all;
    }

    private static void assertStorable(Line line) {
        assertThat(line.raw().chars().noneMatch(c -> c < ' ' && c != '\t')).isTrue();
        assertThat(UTF_8.newEncoder().canEncode(line.raw())).isTrue();
        if (line instanceof Line.Rejected rejected) {
            assertThat(rejected.reason().chars().noneMatch(c -> c < ' ' && c != '\t'))
                    .isTrue();
        }
    }

    private static Found withoutEnd(Found found) {
        return new Found(found.row(), found.line(), 0, 0, found.defect());
    }

    /** Gives a few bytes at a time, as a slow disk may. */
    private static InputStream trickle(byte[] bytes, int atOnce) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                return super.read(target, from, Math.min(count, atOnce));
            }
        };
    }
}
