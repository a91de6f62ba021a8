package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.multiget.contract.pipeline.yaml.YamlNode.Style;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternReaderTest {
    private static final int PATTERNS = 50_000;
    private static final List<String> PIECES = List.of(
            "a",
            "b{",
            "}",
            "{2}",
            "{3,}",
            "{,4}",
            "{1,5}",
            "{0}",
            "(",
            "(",
            ")",
            ")",
            "(?:",
            "(?P<n>",
            "[",
            "]",
            "[^]",
            "[[:alpha:]]",
            "[:",
            ":]",
            "\\",
            "\\pL",
            "\\p{L}",
            "\\x{41}",
            "\\d",
            "|",
            "*",
            "+",
            "?",
            ".",
            "^",
            "$",
            "-",
            ",",
            "2");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^ML[A-Z]$",
                "[A-Z0-9][A-Z0-9._-]{0,63}",
                "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z",
                "(?i)[a-f0-9]{8}-([a-f0-9]{4}-){3}[a-f0-9]{12}",
                "\\p{Lu}\\p{L}{0,99}"
            })
    void shouldReadPatternsAsPeopleWriteThem(String regex) {
        assertThat(read(regex)).map(Pattern::pattern).contains(regex);
    }

    @Test
    @Timeout(10)
    void shouldMatchACatastrophicPatternInLinearTime() {
        Pattern pattern = read("(a+)+$").orElseThrow();

        assertThat(pattern.matcher("a".repeat(65_535) + "b").matches()).isFalse();
    }

    @Test
    void shouldCountAtLeastWhatIsCompiled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int compiled = 0;
        for (int i = 0; i < PATTERNS; i++) {
            String regex = regex(random);
            try {
                int size = Pattern.compile(regex).programSize();
                compiled++;
                assertThat(PatternReader.size(regex) + 2)
                        .as("seed %d, pattern %s", seed, regex)
                        .isGreaterThanOrEqualTo(Math.min(size, 2000));
            } catch (PatternSyntaxException e) {
                assertThat(PatternReader.size(regex)).isNotNegative();
            }
        }
        assertThat(compiled).as("patterns compared").isGreaterThan(PATTERNS / 50);
    }

    private static String regex(Random random) {
        StringBuilder regex = new StringBuilder();
        int length = 1 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            regex.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return regex.toString();
    }

    private static Optional<Pattern> read(String regex) {
        Text text = new Text(regex, Style.QUOTED, true, new Position(1, 1), "");
        return PatternReader.read(new Value("pattern", text, new Problems("x.yaml")));
    }
}
