package io.multiget.enricher;

import io.micrometer.core.instrument.Metrics;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.InvalidPipelineException;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** One JVM that enriches every pipeline; its HTTP port is for health and metrics alone. */
@SpringBootApplication
public class EnricherApplication {
    /** Settings or a pipeline are wrong; nothing was started. */
    private static final int EXIT_USAGE = 2;

    /** Starts the enricher; exit code 2 when its settings or a pipeline are wrong. */
    public static void main(String[] args) {
        EnricherSettings settings;
        List<Pipeline> pipelines;
        try {
            settings = EnricherSettings.from(System::getenv);
            pipelines = PipelineLoader.loadAll(settings.pipelines(), System::getenv);
        } catch (InvalidPipelineException | IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(EXIT_USAGE);
            return;
        }
        // Spring adds the registry that is scraped to the global one.
        PipelineStreams streams = new PipelineStreams(settings, pipelines, Metrics.globalRegistry);
        application(streams).run(args);
    }

    static SpringApplication application(PipelineStreams streams) {
        SpringApplication application = new SpringApplication(EnricherApplication.class);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("pipelineStreams", streams));
        return application;
    }

    /** Ties the streams to the application's life. */
    @Bean
    StreamsLifecycle streamsLifecycle(PipelineStreams streams) {
        return new StreamsLifecycle(streams);
    }
}
