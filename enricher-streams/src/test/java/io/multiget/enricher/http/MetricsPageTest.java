package io.multiget.enricher.http;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.enricher.lookup.CacheMeter;
import io.multiget.enricher.metrics.PipelineMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} and the meters say the same. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    /** A row of a table: the metric's name, what Prometheus calls it, its tags and its unit. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(multiget\\.[a-z.]+)` \\| `([a-z_]+)` \\|");

    private static final Set<String> TAGS = Set.of("pipeline", "api", "lookup", "outcome", "code", "state", "layer");

    private final TestApi market = TestApi.market().with(new RateLimit(1500, Duration.ofMinutes(1)));

    @Test
    void shouldNameEveryMetricThatThereIsAndNoOther() throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        play(registry);

        Set<String> there = ours(registry).map(Meter.Id::getName).collect(toCollection(TreeSet::new));

        assertThat(rows().map(row -> row.group(1)).toList()).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void shouldNameEveryMetricAsPrometheusDoes() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        play(registry);
        String scraped = registry.scrape();

        Set<String> there = Pattern.compile("(?m)^# TYPE (multiget_\\w+) ")
                .matcher(scraped)
                .results()
                .map(type -> type.group(1))
                .filter(name -> !name.endsWith("_max")) // of a timer or a distribution, in a row with it
                .collect(toCollection(TreeSet::new));

        assertThat(rows().map(row -> row.group(2)).toList()).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void shouldTagWithNothingButNamesAndWordsOfClosedLists() {
        MeterRegistry registry = new SimpleMeterRegistry();
        play(registry);

        assertThat(ours(registry).flatMap(id -> id.getTags().stream()))
                .isNotEmpty()
                .allSatisfy(tag -> assertThat(tag.getKey()).isIn(TAGS))
                .extracting(Tag::getValue)
                .noneMatch(value -> value.matches("i\\d+"));
    }

    /** Something of everything. */
    private void play(MeterRegistry registry) {
        PipelineMetrics metrics = new PipelineMetrics(registry, market.pipeline(), () -> 0);
        EnginePlay play = new EnginePlay(market.pipeline(), 42, metrics);
        play.api(call -> play.sent.size() % 3 == 0 ? EnginePlay.failed(Trouble.THROTTLED) : EnginePlay.found(call));
        play.ask(IntStream.range(0, 100).mapToObj(i -> market.item("i" + i)).toArray(Question[]::new));
        play.ask(market.item("i99"), market.category("c"));
        metrics.levels(play.levels());
        metrics.hit(market.item(), CacheMeter.Layer.TASK);
        play.runUntilAnswered(Duration.ofMinutes(1));
    }

    private static Stream<Meter.Id> ours(MeterRegistry registry) {
        return registry.getMeters().stream().map(Meter::getId).filter(id -> !id.getName()
                .endsWith(".histogram")); // how this registry keeps a distribution's buckets
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results();
    }
}
