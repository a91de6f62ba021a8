package io.multiget.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.multiget.enricher.metrics.PipelineMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What the enricher's port shows, without a pipeline and without Kafka. */
class ManagementPortTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext application;

    /** Kept, as a registry does not keep what it reads. */
    private static PipelineMetrics metrics;

    @BeforeAll
    static void start() {
        MeterRegistry registry = Metrics.globalRegistry;
        EnricherSettings settings = EnricherSettings.from(name -> null);
        application = EnricherApplication.application(new PipelineStreams(settings, List.of(), registry))
                .run("--server.port=0");
        metrics = new PipelineMetrics(registry, TestPipelines.books(), System::nanoTime);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void shouldShowTheMetricsToPrometheus() throws Exception {
        metrics.joined(TestPipelines.books().lookup("book"));

        HttpResponse<String> scraped = get("/actuator/prometheus");

        assertThat(scraped.statusCode()).isEqualTo(200);
        assertThat(scraped.body())
                .contains("multiget_api_concurrency_ceiling{api=\"library\",pipeline=\"books\"} 16.0")
                .contains("multiget_lookup_calls_seconds_count{api=\"library\",lookup=\"book\",outcome=\"answered\","
                        + "pipeline=\"books\"} 0")
                .contains("multiget_cache_hits_total{api=\"library\",layer=\"in_flight\",lookup=\"book\","
                        + "pipeline=\"books\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void shouldShowOneMetric() throws Exception {
        HttpResponse<String> metric = get("/actuator/metrics/multiget.lookup.queue?tag=state:ready");

        assertThat(metric.statusCode()).isEqualTo(200);
        assertThat(metric.body()).contains("\"baseUnit\":\"keys\"").contains("\"book\"");
    }

    @Test
    void shouldStillTellWhetherItIsReady() throws Exception {
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "configprops",
                "beans",
                "conditions",
                "heapdump",
                "threaddump",
                "loggers",
                "logfile",
                "mappings",
                "scheduledtasks",
                "shutdown",
                "info",
                "startup",
                "sbom",
                "caches"
            })
    void shouldShowNothingElse(String endpoint) throws Exception {
        assertThat(get("/actuator/" + endpoint).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldListNothingElse() throws Exception {
        assertThat(get("/actuator").body())
                .contains("/actuator/prometheus")
                .doesNotContainPattern("/actuator/(?!health|metrics|prometheus)");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = application.getEnvironment().getProperty("local.server.port");
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
