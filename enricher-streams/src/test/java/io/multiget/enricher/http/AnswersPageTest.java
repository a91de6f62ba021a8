package io.multiget.enricher.http;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.simulator.Simulator;
import io.multiget.simulator.SimulatorSettings;
import io.multiget.simulator.catalog.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/answers.md}, row by row, over real connections: transport, reader and engine against the simulator. */
@Timeout(120)
class AnswersPageTest {
    private static final Path PAGE = Path.of("..", "docs", "answers.md");

    /** A fate, and the statuses it is played with, if any. */
    private static final Pattern FATE = Pattern.compile("`([A-Z][A-Z0-9_]+)`((?: \\d+)*)");

    private static final Pattern SETTING = Pattern.compile("`(\\w+)=(\\w+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Fates that are seen by timeouts, which must be short. */
    private static final Set<Fate> HANGING =
            EnumSet.of(Fate.SILENCE_ONCE, Fate.LATE_ONCE, Fate.SLOW, Fate.DRIBBLE, Fate.HEADERS_THEN_SILENCE);

    /** Fates that keep all others waiting, and one that another key of its call might use up. */
    private static final Set<Fate> ALONE = EnumSet.of(
            Fate.RETRY_AFTER_HUGE,
            Fate.RETRY_AFTER_DATE,
            Fate.RETRY_AFTER_SECOND,
            Fate.RETRY_AFTER_GARBAGE,
            Fate.RETRY_AFTER_TWO,
            Fate.RETRY_AFTER_ODD,
            Fate.WRONG_CLOCK,
            Fate.NOT_FOUND_ONCE);

    private static final List<String> PACKAGES = List.of("", "http.", "lookup.", "metrics.");
    private static final int CATALOGUE = 38;

    /** As many as the largest number of forms that a fate has. */
    private static final int FORMS = 5;

    /** Keys among which those with a fate go, as in a file. */
    private static final int KEYS = 2_000;

    /** What no answer takes that comes at all, however busy the machine is. */
    private static final Timeouts LONG =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));

    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(4));

    private final TestApi market = TestApi.market()
            .with(new Retry(3, Duration.ofMillis(20), Duration.ofMillis(100)))
            .with(LONG)
            .with(
                    field("title", ValueType.STRING),
                    field("price", ValueType.DECIMAL),
                    field("start_time", ValueType.TIMESTAMP));

    /** A row of one of the page's tables. */
    private record Row(String number, String what, String played, String outcome, String test) {
        static Row of(String line) {
            String[] cells = line.substring(1).split("\\|");
            return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
        }

        Stream<MatchResult> played(Pattern pattern) {
            return pattern.matcher(played).results();
        }

        /** What an {@link Ear} calls it. */
        String fate() {
            return outcome.startsWith("enriched") ? "found" : quoted();
        }

        /** The first text in the outcome's cell that is to be taken as it stands. */
        String quoted() {
            return QUOTED.matcher(outcome)
                    .results()
                    .findFirst()
                    .map(found -> found.group(1))
                    .orElse("");
        }
    }

    /** A client and an API of its own. */
    private record Play(Row row, Simulator simulator, LookupClient client, Ear ear) implements AutoCloseable {
        void ask(Question question) {
            client.ask(question, ear);
        }

        @Override
        public void close() {
            client.close();
            simulator.close();
        }
    }

    private static Field field(String name, ValueType type) {
        return new Field(name, JsonPointer.compile("/" + name), type);
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| A"))
                .map(Row::of)
                .toList();
    }

    /** Much, as the machine may have other things to do. */
    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(90));
    }

    private Play play(Row row, Timeouts timeouts) {
        Simulator simulator = Simulator.start(SimulatorSettings.ephemeral().with("slow", "1s"));
        TestApi api = market.at(simulator.url()).with(timeouts);
        return new Play(row, simulator, LookupClient.open(api.pipeline()), new Ear());
    }

    @Test
    void shouldNameEveryKindOfAnswer() throws IOException {
        Set<String> named = rows().stream().map(Row::number).collect(toCollection(TreeSet::new));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, CATALOGUE)
                        .mapToObj(i -> "A" + i)
                        .toList());
    }

    @Test
    void shouldNameEveryFateOfTheSimulator() throws IOException {
        Set<Fate> fates = EnumSet.allOf(Fate.class);
        fates.removeAll(Set.of(Fate.ORDINARY, Fate.CATEGORY, Fate.CURRENCY, Fate.SELLER)); // no fates of their own

        assertThat(rows().stream().flatMap(row -> row.played(FATE)).map(fate -> Fate.valueOf(fate.group(1))))
                .containsAll(fates);
    }

    @Test
    void shouldNameTestsThatThereAre() throws IOException {
        for (Row row : rows()) {
            MatchResult test = TEST.matcher(row.test()).results().findFirst().orElseThrow();
            assertThat(testMethods(test.group(1))).as(row.what()).contains(test.group(2));
        }
    }

    private static List<String> testMethods(String simpleName) {
        for (String name : PACKAGES) {
            try {
                Class<?> test = Class.forName("io.multiget.enricher." + name + simpleName);
                return Stream.concat(Stream.of(test), Arrays.stream(test.getDeclaredClasses()))
                        .flatMap(declaring -> Arrays.stream(declaring.getDeclaredMethods()))
                        .map(method -> method.getName())
                        .toList();
            } catch (ClassNotFoundException elsewhere) {
                // It is in one of the other packages, or nowhere.
            }
        }
        throw new AssertionError("no test " + simpleName);
    }

    @Test
    void shouldBecomeOfEachLineWhatThePageSays() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Row row : rows()) {
            row.played(FATE).filter(fate -> !isApart(of(fate))).forEach(fate -> ids(fate)
                    .forEach(id -> expected.put(id, row.fate())));
        }
        assertThat(expected).hasSizeGreaterThan(80);
        for (int serial = 10; expected.size() < KEYS; serial++) {
            expected.put(Fate.FOUND.itemId("MLB", serial), "found");
        }
        List<String> keys = new ArrayList<>(expected.keySet());
        Collections.shuffle(keys, new Random(5));

        try (Play play = play(rows().get(0), LONG)) {
            keys.forEach(key -> play.ask(market.item(key)));
            await("every key is answered").until(() -> play.ear().answers() == expected.size());

            Map<String, String> other = play.ear().fates();
            other.entrySet().removeIf(fate -> fate.getValue().equals(expected.get(fate.getKey())));
            assertThat(other).isEmpty();
            assertThat(play.ear().firsts()).isEqualTo(expected.size());
            assertThat(play.simulator().stats().mostInFlight()).isLessThanOrEqualTo(64);
            assertThat(play.simulator().stats().strayCalls()).isZero();
            assertThat(play.client().waiting()).isEmpty();
        }
    }

    private static boolean isApart(Fate fate) {
        return HANGING.contains(fate) || ALONE.contains(fate);
    }

    private static Fate of(MatchResult fate) {
        return Fate.valueOf(fate.group(1));
    }

    private static List<String> ids(MatchResult fate) {
        int forms = fate.group(1).contains("ODD") ? FORMS : 1;
        IntStream serials = fate.group(2).isEmpty()
                ? IntStream.range(0, forms)
                : Arrays.stream(fate.group(2).strip().split(" ")).mapToInt(status -> 1_000 + Integer.parseInt(status));
        return serials.mapToObj(serial -> of(fate).itemId("MLA", serial)).toList();
    }

    /** Each with an API of its own, that has answered already, or one would wait for the other. */
    @Test
    void shouldBecomeOfALineThatIsAskedAloneWhatThePageSays() throws IOException {
        Map<String, Play> plays = new LinkedHashMap<>();
        try {
            for (Row row : rows()) {
                row.played(FATE).filter(fate -> isApart(of(fate))).forEach(fate -> ids(fate)
                        .forEach(id -> plays.put(id, play(row, HANGING.contains(of(fate)) ? SHORT : LONG))));
            }
            plays.values().forEach(play -> play.ask(market.item(Fate.FOUND.itemId("MLA", 1))));
            plays.forEach((id, play) -> {
                await("a first answer").until(() -> play.ear().answers() == 1);
                play.ask(market.item(id));
            });
            plays.forEach((id, play) -> {
                if (Fate.of(id) != Fate.RETRY_AFTER_HUGE) { // an hour
                    await(play.row().what()).until(() -> play.ear().answers() == 2);
                    assertThat(play.ear().fate(id))
                            .as(play.row().what())
                            .isEqualTo(play.row().fate());
                }
                assertThat(play.simulator().stats().earlyCalls())
                        .as(play.row().what())
                        .isZero();
            });
        } finally {
            plays.values().forEach(Play::close);
        }
    }

    @Test
    void shouldWaitWhereThePageSaysSoAndGoOnAfterwards() throws IOException {
        List<Play> plays = new ArrayList<>();
        try {
            for (Row row : rows()) {
                Map<String, String> settings = new LinkedHashMap<>();
                row.played(SETTING).forEach(setting -> settings.put(setting.group(1), setting.group(2)));
                if (!settings.isEmpty()) {
                    Play play = play(row, SHORT);
                    plays.add(play);
                    play.simulator().change(settings);
                    IntStream.range(0, 3).forEach(i -> play.ask(market.item(Fate.FOUND.itemId("MLA", i))));
                }
            }
            assertThat(plays).hasSizeGreaterThanOrEqualTo(8);
            for (Play play : plays) {
                await(play.row().what()).until(() -> play.client().waiting().stream()
                        .anyMatch(wait -> wait.reason().startsWith(play.row().quoted())));
                assertThat(play.ear().heard()).isEmpty();
                play.simulator().change(Map.of("down", "", "retry_after", "", "token", ""));
            }
            for (Play play : plays) {
                await(play.row().what() + " no more").until(() -> play.ear().answers() == 3);
                assertThat(play.ear().rejects()).isEmpty();
            }
        } finally {
            plays.forEach(Play::close);
        }
    }
}
