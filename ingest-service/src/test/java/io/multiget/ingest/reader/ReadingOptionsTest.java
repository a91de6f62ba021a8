package io.multiget.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiget.contract.Upload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "a.csv,csv",
        "A.CSV,csv",
        "a.b.tsv,tsv",
        "a.txt,txt",
        "a.dat,dat",
        "a.jsonl,jsonl",
        "a.ndjson.gz,ndjson.gz"
    })
    void shouldFindTheFormatByTheName(String name, String format) {
        assertThat(ReadingOptions.formatOf(name)).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.exe", ".htaccess", ".csv", "csv", "a.gz", "a.zip", "a.csvx", "", "a.csv.gz.gz"})
    void shouldFindNoFormatForOtherNames(String name) {
        assertThat(ReadingOptions.formatOf(name)).isEmpty();
    }

    @Test
    void shouldLeaveToBeFoundWhatIsNotSaid() {
        assertThat(options("CSV.gz", null, null, null))
                .isEqualTo(new ReadingOptions("csv", true, Optional.empty(), Optional.empty(), Header.AUTO));
    }

    @Test
    void shouldTakeWhatIsSaid() {
        assertThat(options("tsv", "tab", "Latin1", true))
                .isEqualTo(new ReadingOptions(
                        "tsv", false, Optional.of('\t'), Optional.of(Encoding.ISO_8859_1), Header.PRESENT));
    }

    @ParameterizedTest
    @CsvSource({"utf8,UTF_8", "UTF-16,UTF_16LE", "utf-16be,UTF_16BE", "cp1252,WINDOWS_1252", "ISO-8859-1,ISO_8859_1"})
    void shouldKnowTheNamesOfEncodings(String name, Encoding encoding) {
        assertThat(options("csv", null, name, null).encoding()).contains(encoding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "ab", "", " ", "\""})
    void shouldRefuseAnotherDelimiter(String delimiter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("csv", delimiter, null, null))
                .withMessageStartingWith("delimiter must be one of , ; tab |, was ");
    }

    @Test
    void shouldRefuseAnotherEncoding() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("csv", null, "foo", null))
                .withMessage(
                        "encoding must be one of utf-8, utf-16le, utf-16be, iso-8859-1, windows-1252, was \"foo\"");
    }

    @Test
    void shouldRefuseAnotherFormat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("xlsx", null, null, null))
                .withMessage(
                        "format must be one of csv, tsv, txt, dat, jsonl, ndjson, each also with .gz, was \"xlsx\"");
    }

    private static ReadingOptions options(
            String format, @Nullable String delimiter, @Nullable String encoding, @Nullable Boolean header) {
        return ReadingOptions.of(new Upload.Reading(format, delimiter, encoding, header));
    }
}
