package io.multiget.runner.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrows point one way: the services know the contract and not each other. */
class ModuleArrowsTest {
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>\\s*<groupId>io\\.multiget</groupId>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "contract", Set.of(),
            "ingest-service", Set.of("contract"),
            "enricher-streams", Set.of("contract"),
            "api-simulator", Set.of(),
            "local-runner", Set.of("contract"),
            "benchmark", Set.of("local-runner", "api-simulator"));

    @ParameterizedTest
    @ValueSource(
            strings = {"contract", "ingest-service", "enricher-streams", "api-simulator", "local-runner", "benchmark"})
    void shouldDependOnNothingButWhatItMayKnow(String module) {
        Set<String> known = new TreeSet<>();
        DEPENDENCY
                .matcher(Repository.text(module + "/pom.xml"))
                .results()
                .map(MatchResult::group)
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .forEach(dependency -> ARTIFACT.matcher(dependency).results().forEach(a -> known.add(a.group(1))));

        assertThat(known).isSubsetOf(ALLOWED.get(module));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "enricher-streams", "api-simulator", "local-runner", "benchmark"})
    void shouldBeAModuleThatIsBuilt(String module) {
        assertThat(Repository.text("pom.xml")).contains("<module>" + module + "</module>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract", "ingest-service", "enricher-streams"})
    void shouldKnowNoApiByName(String module) {
        assertThat(Repository.sources(module)).doesNotContainIgnoringCase("mercadolibre");
    }
}
