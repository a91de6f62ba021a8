package io.multiget.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiget.contract.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file that the shipped pipeline was made for; it is not ours to ship, so it is looked for beside the project. */
class ChallengeFileTest {
    private static final Path PLACE = Path.of("shared", "data", "technical_challenge_data.csv");

    @Test
    void shouldRejectFiveOfTwoThousandLines() throws IOException {
        Optional<Path> path = find();
        assumeTrue(path.isPresent(), () -> "skipped: no " + PLACE + " beside the project");
        TestFile file = new TestFile(
                path.orElseThrow(), Pipelines.ITEMS, new Upload.Reading("csv", null, null, null), ReaderLimits.DEFAULT);

        List<String> rejected = file.lines().stream()
                .filter(Line.Rejected.class::isInstance)
                .map(line -> line.line() + " " + ((Line.Rejected) line).code())
                .toList();

        assertThat(rejected)
                .containsExactly(
                        "783 invalid_site",
                        "1061 not_a_number",
                        "1303 empty_value",
                        "1559 invalid_site",
                        "1680 empty_value");
        assertThat(file.look().count()).isEqualTo(new LineCounts(2000, 0));
    }

    private static Optional<Path> find() {
        return Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
                .map(dir -> dir.resolve(PLACE))
                .filter(Files::exists)
                .findFirst();
    }
}
