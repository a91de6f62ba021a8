package io.multiget.runner.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** There is no engine to run the compose file on here, so every name in it is held against the code. */
class ComposeTest {
    private static final List<String> OURS = List.of("ingest", "enricher", "simulator", "connect");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");

    private final Map<String, Object> compose =
            map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Repository.text("docker-compose.yml")));
    private final Map<String, Object> services = map(compose.get("services"));

    @Test
    void shouldSetOnlyVariablesThatTheCodeReads() {
        String sources = Repository.sources();

        for (String service : OURS) {
            assertThat(environment(service).keySet())
                    .as(service)
                    .isNotEmpty()
                    .allSatisfy(variable -> assertThat(sources).as(variable).contains(variable));
        }
    }

    @Test
    void shouldLetTheUserSetOnlyVariablesThatTheCodeReads() {
        String sources = Repository.sources();

        assertThat(VARIABLE.matcher(Repository.text("docker-compose.yml"))
                        .results()
                        .map(m -> m.group(1)))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(sources).contains(variable));
    }

    @Test
    void shouldPublishThePortsOfTheContractOnLoopbackAlone() {
        Map<String, String> published = new TreeMap<>();
        services.forEach((name, service) -> list(map(service).getOrDefault("ports", List.of()))
                .forEach(port -> published.put(name, port.toString())));

        assertThat(published)
                .containsOnly(
                        Map.entry("enricher", "127.0.0.1:${MULTIGET_MANAGEMENT_PORT:-8081}:8081"),
                        Map.entry("ingest", "127.0.0.1:${MULTIGET_PORT:-5000}:5000"),
                        Map.entry("postgres", "127.0.0.1:${MULTIGET_POSTGRES_PORT:-5432}:5432"));
    }

    @Test
    void shouldBuildEveryImageOfOursFromADockerfileWhoseFilesExist() {
        for (String service : OURS) {
            String dockerfile = map(map(services.get(service)).get("build"))
                    .get("dockerfile")
                    .toString();
            String text = Repository.text(dockerfile);
            List<String> copied = Pattern.compile("^COPY (?:--chmod=\\d+ )?([a-z][^ ]*) ", Pattern.MULTILINE)
                    .matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .toList();

            assertThat(copied).allSatisfy(path -> assertThat(Repository.root().resolve(path))
                    .exists());
            Pattern.compile("-pl ([a-z-]+)")
                    .matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .forEach(module -> assertThat(Files.exists(
                                    Repository.root().resolve(module).resolve("pom.xml")))
                            .isTrue());
        }
    }

    @Test
    void shouldNameTheKafkaThatTheBuildUses() {
        String version = Pattern.compile("<kafka.version>(.*?)</kafka.version>")
                .matcher(Repository.text("pom.xml"))
                .results()
                .map(m -> m.group(1))
                .findFirst()
                .orElseThrow();

        assertThat(Repository.text("docker-compose.yml")).contains("apache/kafka:" + version);
        assertThat(Repository.text("connect/Dockerfile")).contains("apache/kafka:" + version);
    }

    @Test
    void shouldStartNothingBeforeWhatItNeedsIsHealthy() {
        services.forEach((name, service) -> {
            assertThat(map(service)).as(name).containsKey("healthcheck");
            map(map(service).getOrDefault("depends_on", Map.of())).forEach((needed, condition) -> {
                assertThat(services).containsKey(needed);
                assertThat(map(condition)).containsEntry("condition", "service_healthy");
            });
        });
    }

    @Test
    void shouldProbePathsThatTheServicesServe() {
        List<String> probed = new ArrayList<>();
        for (String service : List.of("ingest", "enricher", "simulator")) {
            List<Object> test =
                    list(map(map(services.get(service)).get("healthcheck")).get("test"));
            probed.add(test.get(3).toString());
        }

        assertThat(probed).containsExactly("/actuator/health/readiness", "/actuator/health/readiness", "/__stats");
        assertThat(Repository.sources("api-simulator")).contains("__stats");
    }

    @Test
    void shouldAgreeWithTheCodeAboutDefaults() {
        assertThat(environment("ingest")).containsEntry("MULTIGET_PARTITIONS", "${MULTIGET_PARTITIONS:-4}");
        assertThat(Repository.sources("contract")).contains("DEFAULT_PARTITIONS = 4;");
        assertThat(Pattern.compile("MERCADOLIBRE_CONCURRENCY:(\\d+)")
                        .matcher(Repository.text("pipelines/mercadolibre.yaml"))
                        .results()
                        .map(m -> m.group(1)))
                .containsExactly("64");
    }

    /** A service's variables, anchors merged. */
    private Map<String, Object> environment(String service) {
        return map(map(services.get(service)).get("environment"));
    }

    @SuppressWarnings("unchecked") // what YAML calls a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // what YAML calls a sequence
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
