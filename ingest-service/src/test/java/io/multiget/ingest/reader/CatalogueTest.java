package io.multiget.ingest.reader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of each kind of bad file content. The numbers (C1, C2, ...) are those of the catalogue of bad inputs;
 * content that has to be large is generated in {@link LargeContentTest}.
 */
class CatalogueTest {
    private static final String HEADER = "site,id\n";
    private static final Input TEXT_KEY = Pipelines.of(Pipelines.column("id", ValueType.STRING));
    private static final Input PATTERN_KEY = Pipelines.of(Pipelines.matching("id", "^[A-Z]{3}[0-9]+$"));
    private static final Input LONG_KEY = Pipelines.of(Pipelines.column("id", ValueType.LONG));
    private static final Input DECIMAL_KEY = Pipelines.of(Pipelines.column("id", ValueType.DECIMAL));

    @TempDir
    Path directory;

    /**
     * One file and what must come of it.
     *
     * @param lines row, line and the columns or the code, as {@link TestFile#summary} prints them
     * @param failure the code with which the whole file fails; empty: it does not
     */
    private record Case(
            String id,
            String reason,
            String format,
            byte[] content,
            UnaryOperator<TestFile> options,
            List<String> lines,
            String failure) {
        Case when(UnaryOperator<TestFile> newOptions) {
            return new Case(id, reason, format, content, newOptions, lines, failure);
        }

        Case of(Input input) {
            return when(file -> file.with(input));
        }

        Case gives(String... newLines) {
            return new Case(id, reason, format, content, options, List.of(newLines), "");
        }

        Case fails(String code) {
            return new Case(id, reason, format, content, options, List.of(), code);
        }

        @Override
        public String toString() {
            return id + " " + reason;
        }
    }

    @ParameterizedTest
    @MethodSource({
        "encodings",
        "lineBreaks",
        "quotes",
        "delimiters",
        "headers",
        "columns",
        "keys",
        "numbers",
        "json",
        "text"
    })
    void shouldGive(Case expected) throws IOException {
        TestFile file = expected.options.apply(TestFile.of(directory, expected.format, expected.content));

        if (!expected.failure.isEmpty()) {
            assertThatThrownBy(file::look)
                    .isInstanceOfSatisfying(UnreadableFileException.class, failure -> assertThat(failure.code())
                            .as(failure.getMessage())
                            .isEqualTo(expected.failure));
            return;
        }
        assertThat(file.summary()).containsExactlyElementsOf(expected.lines);
        assertThat(file.look().count().rows()).isEqualTo(expected.lines.size());
    }

    static Stream<Case> encodings() {
        return Stream.of(
                csv("C1", "a byte order mark is not part of the first header", "\uFEFFsite,id\nMLA,1\n")
                        .gives("1@2 MLA,1"),
                csv("C1", "a byte order mark is not part of the first key", "\uFEFFMLA,1\n")
                        .gives("1@1 MLA,1"),
                csv("C2", "UTF-16LE with its mark", "\uFEFFsite,id\r\nMLA,1\r\n", UTF_16LE)
                        .gives("1@2 MLA,1"),
                csv("C2", "UTF-16BE with its mark", "\uFEFFsite,id\nMLA,1\n", UTF_16BE)
                        .gives("1@2 MLA,1"),
                csv("C2", "UTF-16LE without a mark", "site,id\nMLA,1\n", UTF_16LE)
                        .gives("1@2 MLA,1"),
                csv("C2", "UTF-16BE without a mark", "site,id\nMLA,1\n", UTF_16BE)
                        .gives("1@2 MLA,1"),
                csv("C2", "UTF-32LE with its mark", "\uFEFFsite,id\nMLA,1\n", Charset.forName("UTF-32LE"))
                        .fails("unsupported_encoding"),
                csv("C2", "UTF-32BE with its mark", "\uFEFFsite,id\nMLA,1\n", Charset.forName("UTF-32BE"))
                        .fails("unsupported_encoding"),
                csv("C2", "UTF-32 without a mark", "site,id\nMLA,1\n", Charset.forName("UTF-32LE"))
                        .fails("not_text"),
                csv("C3", "a latin1 byte among UTF-8", bytes("id\na\u00F1o\nA\n", UTF_8), new byte[] {
                            'B', (byte) 0xE9, '\n', 'C'
                        })
                        .of(TEXT_KEY)
                        .gives("1@2 a\u00F1o", "2@3 A", "3@4 invalid_encoding", "4@5 C"),
                csv("C3", "a latin1 byte in a file declared UTF-8", bytes("id\nB\u00E9\nC\n", ISO_8859_1))
                        .when(file -> file.with(TEXT_KEY).withEncoding("utf-8"))
                        .gives("1@2 invalid_encoding", "2@3 C"),
                csv("C3", "a latin1 file, found by looking", bytes("id\nA\u00F1o\nPer\u00FA\n", ISO_8859_1))
                        .of(TEXT_KEY)
                        .gives("1@2 A\u00F1o", "2@3 Per\u00FA"),
                csv(
                                "C3",
                                "windows-1252, found by a euro sign",
                                bytes("id\n\u20AC5\nPer\u00FA\n", Charset.forName("windows-1252")))
                        .of(TEXT_KEY)
                        .gives("1@2 \u20AC5", "2@3 Per\u00FA"),
                csv("C3", "UTF-8 declared to be latin1 is taken at its word", bytes("id\n\u00E9\n", UTF_8))
                        .when(file -> file.with(TEXT_KEY).withEncoding("latin1"))
                        .gives("1@2 \u00C3\u00A9"),
                utf8Line("C4", "an overlong slash", 0xC0, 0xAF),
                utf8Line("C4", "a surrogate in UTF-8", 0xED, 0xA0, 0x80),
                utf8Line("C4", "a euro sign cut by the line's end", 0xE2, 0x82),
                utf8Line("C4", "beyond Unicode", 0xF5, 0x80, 0x80, 0x80),
                csv(
                                "C4",
                                "a lone surrogate in UTF-16",
                                bytes("id\nA", UTF_16LE),
                                new byte[] {0, (byte) 0xD8},
                                bytes("\nB", UTF_16LE))
                        .of(TEXT_KEY)
                        .gives("1@2 invalid_encoding", "2@3 B"),
                csv("C4", "half a character at the end of UTF-16", bytes("id\nA\nB", UTF_16LE), new byte[] {65})
                        .of(TEXT_KEY)
                        .gives("1@2 A", "2@3 invalid_encoding"));
    }

    static Stream<Case> lineBreaks() {
        return Stream.of(
                csv("C5", "LF", "site,id\nMLA,1\nMLB,2\n").gives("1@2 MLA,1", "2@3 MLB,2"),
                csv("C5", "CRLF", "site,id\r\nMLA,1\r\nMLB,2\r\n").gives("1@2 MLA,1", "2@3 MLB,2"),
                csv("C5", "CR", "site,id\rMLA,1\rMLB,2\r").gives("1@2 MLA,1", "2@3 MLB,2"),
                csv("C5", "mixed", "site,id\r\nMLA,1\rMLB,2\nMLC,3").gives("1@2 MLA,1", "2@3 MLB,2", "3@4 MLC,3"),
                csv("C5", "LF CR", "site,id\n\rMLA,1\n\rMLB,2\n\r").gives("1@3 MLA,1", "2@5 MLB,2"),
                csv("C6", "no line break at the end", "site,id\nMLA,1").gives("1@2 MLA,1"),
                csv("C6", "two line breaks at the end", "site,id\nMLA,1\n\n").gives("1@2 MLA,1"),
                csv("C6", "10,000 blank lines", HEADER + "MLA,1\n" + "\n".repeat(10_000) + "MLB,2\n")
                        .gives("1@2 MLA,1", "2@10003 MLB,2"),
                csv("C6", "10,000 blank lines before the header", "\r\n".repeat(10_000) + HEADER + "MLA,1\n")
                        .gives("1@10002 MLA,1"),
                csv("C6", "nothing but blank lines", "\n \n\t\n").gives(),
                csv("C6", "nothing but a header", "site,id").gives());
    }

    static Stream<Case> quotes() {
        return Stream.of(
                csv("C7", "a forgotten quote costs its line", HEADER + "MLA,1\nMLA,\"2\nMLA,3\n")
                        .gives("1@2 MLA,1", "2@3 unclosed_quote", "3@4 MLA,3"),
                csv(
                                "C7",
                                "where every cell is quoted too",
                                "\"site\",\"id\"\n\"MLA\",\"1\n\"MLA\",\"2\"\n\"MLA\",\"3\"\n")
                        .gives("1@2 unclosed_quote", "2@3 MLA,2", "3@4 MLA,3"),
                csv("C7", "in two lines that follow each other", HEADER + "MLA,\"1\nMLA,\"2\nMLA,3\n")
                        .gives("1@2 unclosed_quote", "2@3 unclosed_quote", "3@4 MLA,3"),
                csv("C7", "at the file's end", HEADER + "MLA,1\nMLA,\"2").gives("1@2 MLA,1", "2@3 unclosed_quote"),
                csv(
                                "C7",
                                "a cell over lines that seems to be closed where the next one opens",
                                HEADER + "MLA,\"1\n\"x\nMLA,3\n")
                        .gives("1@2 unclosed_quote", "2@3 unclosed_quote", "3@4 MLA,3"),
                csv("C8", "a quote within a cell", HEADER + "MLA,1\"2\nMLA,3\n").gives("1@2 bad_quote", "2@3 MLA,3"),
                csv("C8", "text behind a closing quote", HEADER + "MLA,\"1\"2\nMLA,3\n")
                        .gives("1@2 bad_quote", "2@3 MLA,3"),
                csv("C8", "a space before a quote", HEADER + "MLA, \"1\"\nMLA,3\n")
                        .gives("1@2 bad_quote", "2@3 MLA,3"),
                csv("C9", "line breaks in a quoted cell", "site,id,note\nMLA,1,\"a\nb\r\nc\rd\"\nMLB,2,e\n")
                        .gives("1@2 MLA,1", "2@6 MLB,2"),
                csv("C9", "delimiters and quotes in a quoted cell", "note,site,id\n\"a,\"\"b\"\",\",\"MLA\",\"1\"\n")
                        .gives("1@2 MLA,1"),
                csv("C9", "an empty quoted cell", HEADER + "MLA,\"\"\n").gives("1@2 empty_value"));
    }

    static Stream<Case> delimiters() {
        return Stream.of(
                csv("C13", "semicolons where commas were declared", "site;id\nMLA;1\n")
                        .when(file -> file.withDelimiter(","))
                        .fails("wrong_delimiter"),
                csv("C13", "tabs where commas were declared", "MLA\t1\nMLB\t2\n")
                        .when(file -> file.withDelimiter(","))
                        .fails("wrong_delimiter"),
                csv("C13", "semicolons with commas in the values", "site;id;price\nMLA;1;1,5\nMLB;2;2,5\n")
                        .when(file -> file.withDelimiter(","))
                        .fails("wrong_delimiter"),
                tsv("C13", "commas in a .tsv", "site,id\nMLA,1\n").fails("wrong_delimiter"),
                csv("C13", "semicolons, found by looking", "site;id\nMLA;1\n").gives("1@2 MLA,1"),
                csv("C13", "semicolons without a header", "MLA;1\nMLB;2\n").gives("1@1 MLA,1", "2@2 MLB,2"),
                csv("C13", "tabs, found by looking", "site\tid\nMLA\t1\n").gives("1@2 MLA,1"),
                csv("C13", "bars, found by looking", "site|id\nMLA|1\n").gives("1@2 MLA,1"),
                csv("C13", "commas in quotes are none", "\"site\";\"a,b,c\";\"id\"\nMLA;\"1,2,3\";1\n")
                        .gives("1@2 MLA,1"),
                csv("C13", "a key with a semicolon is one key", "A;1\nB;2\n")
                        .of(TEXT_KEY)
                        .gives("1@1 A;1", "2@2 B;2"),
                csv("C13", "one column of several, found by its name", "x;id\n1;A\n")
                        .of(TEXT_KEY)
                        .gives("1@2 A"),
                csv("C13", "a declared delimiter that fits", "site|id\nMLA|1\n")
                        .when(file -> file.withDelimiter("|"))
                        .gives("1@2 MLA,1"),
                tsv("C13", "a .tsv", "site\tid\nMLA\t1\n").gives("1@2 MLA,1"));
    }

    static Stream<Case> headers() {
        return Stream.of(
                csv("C14", "no header though one was declared", "MLA,1\nMLB,2\n")
                        .when(file -> file.withHeader(true))
                        .fails("missing_columns"),
                csv("C14", "a header though none was declared is data", "site,id\nMLA,1\n")
                        .when(file -> file.withHeader(false))
                        .gives("1@1 invalid_site", "2@2 MLA,1"),
                csv("C14", "no header, found by looking", "MLA,1\nMLB,2\n").gives("1@1 MLA,1", "2@2 MLB,2"),
                csv("C14", "a header without one of the columns", "site,price\nMLA,1\n")
                        .fails("missing_columns"),
                csv("C15", "the same column twice", "site,id,id\nMLA,1,2\n").fails("duplicate_column"),
                csv("C15", "a column and its alias", "site,item_id,id\nMLA,1,2\n")
                        .fails("duplicate_column"),
                csv("C15", "an unknown column twice is ignored", "x,site,x,id\n1,MLA,2,3\n")
                        .gives("1@2 MLA,3"),
                csv("C15", "case and spaces", " Site , ID \nMLA,1\n").gives("1@2 MLA,1"),
                csv("C15", "NBSP and a second byte order mark", "\uFEFF\uFEFFsite\u00A0,\u00A0ITEM_ID\nMLA,1\n")
                        .gives("1@2 MLA,1"),
                csv("C15", "any order, other columns between", "price,id,name,site\n9,1,x,MLA\n")
                        .gives("1@2 MLA,1"));
    }

    static Stream<Case> columns() {
        return Stream.of(
                csv("C12", "a short row", HEADER + "MLA\nMLA,1\n").gives("1@2 missing_columns", "2@3 MLA,1"),
                csv("C12", "a long row", HEADER + "MLA,1,2\nMLA,1\n").gives("1@2 too_many_columns", "2@3 MLA,1"),
                csv("C12", "padded by a spreadsheet", HEADER + "MLA,1,,\nMLA,2, \n")
                        .gives("1@2 MLA,1", "2@3 MLA,2"),
                csv("C12", "short even where only an unknown column is missing", "site,id,note\nMLA,1\n")
                        .gives("1@2 missing_columns"),
                csv("C16", "a blank line, one of spaces, one of commas", HEADER + "\n  \t \n,\n,,,\nMLA,1\n")
                        .gives("1@4 empty_value", "2@5 empty_value", "3@6 MLA,1"),
                tsv("C16", "a line of tabs between tabs", "site\tid\n\t\nMLA\t1\n")
                        .gives("1@2 empty_value", "2@3 MLA,1"),
                csv("C17", "a comment is data", HEADER + "# x\nMLA,1\n").gives("1@2 missing_columns", "2@3 MLA,1"),
                csv("C43", "every line is bad", HEADER + "x,1\n,2\nMLA,\n")
                        .gives("1@2 invalid_site", "2@3 empty_value", "3@4 empty_value"));
    }

    static Stream<Case> keys() {
        return Stream.of(
                key("C18", "a zero character", "MLA\0001", "control_char"),
                key("C19", "an escape character", "MLA\u001B[31m", "control_char"),
                key("C19", "right-to-left override", "MLA\u202E1", "control_char"),
                key("C19", "a zero-width space", "MLA\u200B1", "control_char"),
                key("C19", "a C1 control", "MLA\u00851", "control_char"),
                key("C20", "a path", "../x", "invalid_id"),
                key("C20", "a query", "a/b?c=d&e", "invalid_id"),
                key("C20", "an encoded path", "%2e%2e%2f", "invalid_id"),
                key("C20", "a user part", "@evil.com", "invalid_id"),
                key("C20", "an address", "http://169.254.169.254/", "invalid_id"),
                key("C21", "the batch's separator", "\"MLA1,MLA2\"", "invalid_id"),
                key("C22", "a header line", "\"MLA1\r\nX-Evil: 1\"", "control_char"),
                textKey("C23", "SQL", "'; drop table data;--"),
                textKey("C23", "a lookup expression", "${jndi:ldap://x}"),
                textKey("C23", "a template", "{{7*7}}"),
                textKey("C23", "a format", "%n%s"),
                textKey("C24", "a formula", "=cmd|'/c calc'!A1"),
                textKey("C24", "signs", "+1"),
                textKey("C24", "a minus", "-1"),
                textKey("C24", "an at sign", "@SUM(1)"),
                textKey("C25", "leading zeros of a text", "007"),
                csv("C27", "an empty key", "id,x\n,1\n").of(TEXT_KEY).gives("1@2 empty_value"),
                key("C27", "129 characters", "x".repeat(129), "too_long"),
                textKey("C27", "128 characters", "x".repeat(128)),
                csv("C28", "the same key again is a row again", "id\nA\nA\nA\n")
                        .of(TEXT_KEY)
                        .gives("1@2 A", "2@3 A", "3@4 A"),
                csv("C29", "case, composition and spaces tell keys apart", "id\na\nA\n\u00E9\ne\u0301\na \n")
                        .of(TEXT_KEY)
                        .gives("1@2 a", "2@3 A", "3@4 \u00E9", "4@5 e\u0301", "5@6 a "),
                textKey("C30", "an emoji", "\uD83D\uDE00"),
                textKey("C30", "combining marks", "Z\u0351\u036B"),
                textKey("C30", "other scripts", "\u0421\u043B\u043E\u043D \u8C61"),
                key(
                        "C30",
                        "joined emoji hold an invisible character",
                        "\uD83D\uDC68\u200D\uD83D\uDC69",
                        "control_char"),
                csv("C41", "XML is text", "id\n\"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>\"\n")
                        .of(TEXT_KEY)
                        .gives("1@2 <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>"));
    }

    static Stream<Case> numbers() {
        return Stream.of(
                number("C25", "leading zeros", "007", "not_a_number"),
                number("C25", "an underscore", " 1_0 ", "not_a_number"),
                number("C25", "a space", "1 ", "not_a_number"),
                number("C25", "a minus", "-5", "-5"),
                number("C25", "minus zero", "-0", "not_a_number"),
                number("C25", "a plus", "+5", "not_a_number"),
                number("C25", "an exponent", "1e3", "not_a_number"),
                number("C25", "hexadecimal", "0x10", "not_a_number"),
                number("C25", "Arabic digits", "\u0661\u0662", "not_a_number"),
                number("C25", "full-width digits", "\uFF11\uFF12", "not_a_number"),
                number("C25", "a fraction", "1.0", "not_a_number"),
                number("C26", "beyond 32 bits", "2147483648", "2147483648"),
                number("C26", "the largest", "9223372036854775807", "9223372036854775807"),
                number("C26", "the smallest", "-9223372036854775808", "-9223372036854775808"),
                number("C26", "beyond 64 bits", "9223372036854775808", "out_of_range"),
                number("C26", "below 64 bits", "-9223372036854775809", "out_of_range"),
                number("C26", "beyond 64 unsigned bits", "99999999999999999999", "out_of_range"),
                number("C26", "beyond a double", "1e309", "out_of_range"),
                number("C26", "beyond all", "1e99999999999", "out_of_range"),
                decimal("C25", "leading zeros", "007.5", "not_a_number"),
                decimal("C25", "an exponent", "1e3", "not_a_number"),
                decimal("C25", "no digit before the point", ".5", "not_a_number"),
                decimal("C25", "a comma", "\"1,5\"", "not_a_number"),
                decimal("C26", "exact with its zeros", "-0.10", "-0.10"),
                decimal("C26", "38 digits", "9".repeat(30) + "." + "9".repeat(8), "9".repeat(30) + "." + "9".repeat(8)),
                decimal("C26", "39 digits", "9".repeat(39), "out_of_range"),
                decimal("C26", "beyond a double", "1e309", "out_of_range"),
                csv("C26", "below the column's least", HEADER + "MLA,0\nMLA,-5\nMLA,1\n")
                        .gives("1@2 out_of_range", "2@3 out_of_range", "3@4 MLA,1"),
                csv("C25", "no number at all", HEADER + "MLB,A\n").gives("1@2 not_a_number"));
    }

    static Stream<Case> json() {
        String deep = "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        return Stream.of(
                jsonl("C31", "no objects", "null\n[]\n\"x\"\n1\ntrue\n{\"id\":1}\n")
                        .gives(
                                "1@1 not_an_object",
                                "2@2 not_an_object",
                                "3@3 not_an_object",
                                "4@4 not_an_object",
                                "5@5 not_an_object",
                                "6@6 1"),
                jsonl("C32", "a trailing comma", "{\"id\":1,}\n{\"id\":2}").gives("1@1 bad_json", "2@2 2"),
                jsonl("C32", "single quotes", "{'id':1}").gives("1@1 bad_json"),
                jsonl("C32", "a comment", "{\"id\":1 /* x */}").gives("1@1 bad_json"),
                jsonl("C32", "NaN", "{\"id\":NaN}").gives("1@1 bad_json"),
                jsonl("C32", "Infinity", "{\"id\":-Infinity}").gives("1@1 bad_json"),
                jsonl("C33", "two objects on a line", "{\"id\":1}{\"id\":2}\n{\"id\":3}")
                        .gives("1@1 trailing_content", "2@2 3"),
                jsonl("C33", "garbage behind an object", "{\"id\":1} x").gives("1@1 trailing_content"),
                jsonl("C33", "an object over two lines", "{\"id\":\n1}\n{\"id\":3}")
                        .gives("1@1 bad_json", "2@2 bad_json", "3@3 3"),
                jsonl("C34", "deep in an ignored key", deep).gives("1@1 too_deep"),
                jsonl("C34", "deep from the start", "{\"a\":".repeat(5000)).gives("1@1 too_deep"),
                jsonl("C35", "a key twice", "{\"id\":1,\"id\":2}").gives("1@1 duplicate_key"),
                jsonl("C35", "an ignored key twice", "{\"x\":1,\"x\":2,\"id\":2}")
                        .gives("1@1 duplicate_key"),
                jsonl("C36", "no key, null, nothing", "{}\n{\"id\":null}\n{\"id\":\"\"}")
                        .gives("1@1 empty_value", "2@2 empty_value", "3@3 empty_value"),
                jsonl("C36", "an object, an array, a boolean", "{\"id\":{}}\n{\"id\":[1]}\n{\"id\":true}")
                        .gives("1@1 bad_type", "2@2 bad_type", "3@3 bad_type"),
                jsonl(
                                "C36",
                                "a fraction, an exponent, 20 digits",
                                "{\"id\":1.0}\n{\"id\":1e2}\n{\"id\":12345678901234567890}")
                        .gives("1@1 bad_type", "2@2 bad_type", "3@3 bad_type"),
                jsonl("C36", "a number in quotes", "{\"id\":\"12\"}\n{\"id\":\"1e2\"}")
                        .gives("1@1 12", "2@2 not_a_number"),
                jsonl("C36", "numbers keep their text", "{\"id\":1.0}\n{\"id\":1e2}\n{\"id\":12345678901234567890}")
                        .of(TEXT_KEY)
                        .gives("1@1 1.0", "2@2 1e2", "3@3 12345678901234567890"),
                jsonl("C26", "beyond 64 bits", "{\"id\":9223372036854775808}").gives("1@1 out_of_range"),
                jsonl(
                                "C37",
                                "half a character, a zero character",
                                "{\"id\":\"\\ud800\"}\n{\"id\":\"a\\u0000\"}\n{\"id\":\"\\ud83d\\ude00\"}")
                        .of(TEXT_KEY)
                        .gives("1@1 unstorable_char", "2@2 unstorable_char", "3@3 \uD83D\uDE00"),
                jsonl("C19", "an escape character", "{\"id\":\"a\\u001b\"}")
                        .of(TEXT_KEY)
                        .gives("1@1 control_char"),
                jsonl("C38", "a number of 10,000 digits", "{\"id\":" + "1".repeat(10_000) + "}\n{\"id\":3}")
                        .gives("1@1 too_large", "2@2 3"),
                jsonl("C39", "an array on a line", "[{\"id\":1},{\"id\":2}]").fails("looks_like_json_array"),
                jsonl("C39", "an array on many lines", "\uFEFF\n[\n  {\"id\":1},\n  {\"id\":2}\n]")
                        .fails("looks_like_json_array"),
                jsonl(
                                "C40",
                                "keys that mean something elsewhere",
                                "{\"__proto__\":{\"id\":5},\"@type\":\"java.lang.Runtime\",\"class\":\"x\",\"id\":1}")
                        .gives("1@1 1"),
                jsonl("C2", "UTF-16", bytes("\uFEFF{\"id\":1}\n", UTF_16BE)).gives("1@1 1"),
                jsonl(
                                "C3",
                                "a latin1 byte among UTF-8",
                                bytes("{\"id\":1,\"x\":\"\u00F1\"}\n{\"id\":2,\"x\":\"", UTF_8),
                                new byte[] {(byte) 0xF1},
                                bytes("\"}\n", UTF_8))
                        .gives("1@1 1", "2@2 invalid_encoding"));
    }

    static Stream<Case> text() {
        return Stream.of(
                txt("C42", "one key a line", "MLA1\n\nMLA2").of(PATTERN_KEY).gives("1@1 MLA1", "2@3 MLA2"),
                txt("C42", "a header", "ID\nMLA1\n").of(PATTERN_KEY).gives("1@2 MLA1"),
                txt("C42", "several keys a line", "MLA1\tMLA2\nMLA1 MLA2\nMLA1,MLA2\nMLA3\n")
                        .of(PATTERN_KEY)
                        .gives("1@1 invalid_id", "2@2 invalid_id", "3@3 invalid_id", "4@4 MLA3"),
                txt("C42", "a Windows path", "C:\\data\\x.csv\n")
                        .of(PATTERN_KEY)
                        .gives("1@1 invalid_id"),
                txt("C42", "quotes are no quotes", "\"a\n").of(TEXT_KEY).gives("1@1 \"a"),
                txt("C42", "two columns: delimited", "site\tid\nMLA\t1\n").gives("1@2 MLA,1"),
                txt("C42", "a pattern for the line", "MLA-1\nMLB-x\nMLC\n")
                        .of(Pipelines.ITEMS_BY_PATTERN)
                        .gives("1@1 MLA,1", "2@2 not_a_number", "3@3 missing_columns"),
                file("dat", "C42", "another extension", "site|id\nMLA|1\n").gives("1@2 MLA,1"));
    }

    private static Case csv(String id, String reason, String content) {
        return file("csv", id, reason, content);
    }

    private static Case csv(String id, String reason, String content, Charset charset) {
        return file("csv", id, reason, bytes(content, charset));
    }

    private static Case csv(String id, String reason, byte[]... parts) {
        return file("csv", id, reason, parts);
    }

    private static Case tsv(String id, String reason, String content) {
        return file("tsv", id, reason, content);
    }

    private static Case txt(String id, String reason, String content) {
        return file("txt", id, reason, content);
    }

    private static Case jsonl(String id, String reason, String content) {
        return jsonl(id, reason, bytes(content, UTF_8));
    }

    private static Case jsonl(String id, String reason, byte[]... parts) {
        return file("jsonl", id, reason, parts).of(LONG_KEY);
    }

    /** A line with these bytes between two good ones, in a file that is UTF-8. */
    private static Case utf8Line(String id, String reason, int... line) {
        ByteBuffer bytes = ByteBuffer.allocate(line.length);
        for (int b : line) {
            bytes.put((byte) b);
        }
        return csv(id, reason, bytes("id\n\u00F1\n", UTF_8), bytes.array(), bytes("\nC\n", UTF_8))
                .of(TEXT_KEY)
                .gives("1@2 \u00F1", "2@3 invalid_encoding", "3@4 C");
    }

    /** A key that must look like MLA1, and does not. */
    private static Case key(String id, String reason, String key, String code) {
        return csv(id, reason, "id,x\n" + key + ",1\nMLA1,1\n")
                .of(PATTERN_KEY)
                .gives("1@2 " + code, (key.contains("\n") ? "2@4" : "2@3") + " MLA1");
    }

    /** A key of any text, which must arrive as it is. */
    private static Case textKey(String id, String reason, String key) {
        return csv(id, reason, "id,x\n" + key + ",1\n").of(TEXT_KEY).gives("1@2 " + key);
    }

    private static Case number(String id, String reason, String text, String result) {
        return csv(id, reason, "id,x\n" + text + ",1\n").of(LONG_KEY).gives("1@2 " + result);
    }

    private static Case decimal(String id, String reason, String text, String result) {
        return csv(id, reason, "id,x\n" + text + ",1\n").of(DECIMAL_KEY).gives("1@2 " + result);
    }

    private static Case file(String format, String id, String reason, String content) {
        return file(format, id, reason, bytes(content, UTF_8));
    }

    private static Case file(String format, String id, String reason, byte[]... parts) {
        ByteBuffer content = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(content::put);
        return new Case(id, reason, format, content.array(), UnaryOperator.identity(), List.of(), "");
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }
}
