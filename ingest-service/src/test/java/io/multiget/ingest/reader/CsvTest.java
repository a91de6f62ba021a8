package io.multiget.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    Path directory;

    @Test
    void shouldNumberRowsAndLinesOfTheFile() throws IOException {
        TestFile file = csv("site,id\nMLA,1\n\nBAR,2\nMLB,3\n");

        assertThat(file.summary()).containsExactly("1@2 MLA,1", "2@4 invalid_site", "3@5 MLB,3");
        assertThat(file.look().count()).isEqualTo(new LineCounts(3, 1));
    }

    @Test
    void shouldTellWhatIsWrongWithALineAndWhatIsNot() throws IOException {
        Line line = csv("site,id\nBAR,844812956\n").lines().get(0);

        assertThat(line).isInstanceOfSatisfying(Line.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo("invalid_site");
            assertThat(rejected.reason()).isEqualTo("site \"BAR\" does not match ^ML[A-Z]$");
            assertThat(rejected.raw()).isEqualTo("BAR,844812956");
            assertThat(rejected.columns()).containsExactly(Map.entry("id", 844812956L));
        });
    }

    @Test
    void shouldReadAQuotedLineBreakAsPartOfItsRecord() throws IOException {
        TestFile file = csv("site,id,note\nMLA,1,\"a, \"\"b\"\"\r\nc\"\nMLB,2,x\n");

        assertThat(file.summary()).containsExactly("1@2 MLA,1", "2@4 MLB,2");
    }

    @Test
    void shouldLoseOneLineToAnUnclosedQuote() throws IOException {
        TestFile file = csv("\"site\",\"id\"\n\"MLA\",\"1\"\n\"MLA\",\"2\n\"MLA\",\"3\"\n\"MLA\",\"4\"\n");

        assertThat(file.summary()).containsExactly("1@2 MLA,1", "2@3 unclosed_quote", "3@4 MLA,3", "4@5 MLA,4");
    }

    @Test
    void shouldGoOnAnywhere() throws IOException {
        TestFile file = csv("\uFEFFsite,id,note\r\n\nMLA,1,\"x\ny\"\rMLB,2,é\nMLA,\"3,\n \r\n\nMLC,4,");
        List<Line> all = file.lines();

        List<List<Line>> rests = new ArrayList<>();
        try (RecordReader reader = file.look().open(Position.START)) {
            rests.add(file.linesFrom(reader.position()));
            while (reader.next() != null) {
                rests.add(file.linesFrom(Position.from(reader.position().toMap())));
            }
        }

        assertThat(all).hasSize(4);
        for (int done = 0; done <= all.size(); done++) {
            assertThat(rests.get(done)).isEqualTo(all.subList(done, all.size()));
        }
    }

    @Test
    void shouldEndALongReadWhenItsThreadIsInterrupted() throws IOException {
        InputFile file = csv("site,id\nMLA,1\n").look();

        Thread.currentThread().interrupt();

        assertThatThrownBy(file::count).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private TestFile csv(String content) {
        return TestFile.of(directory, "csv", content);
    }
}
