package io.multiget.ingest;

import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.yaml.InvalidPipelineException;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.ingest.IngestProperties.ReadingDefaults;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.setup.Pipelines;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;

/** The service's entry: settings and pipelines are checked first, and what is wrong with them ends it with exit code 2. */
@SpringBootApplication
public class IngestApplication {
    /** The process's exit code when a setting, a pipeline or a port cannot be used. */
    public static final int EXIT_USAGE = 2;

    /** Runs until the process is stopped. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        try {
            IngestProperties properties = IngestProperties.from(environment);
            requireReadable(properties.reading());
            Pipelines pipelines = new Pipelines(PipelineLoader.loadAll(properties.pipelines(), environment::get));
            DataDirectory.take(properties.dataDir());
            application(properties, pipelines).run(args);
        } catch (SetupException | InvalidPipelineException | PortInUseException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
        }
    }

    private static void requireReadable(ReadingDefaults defaults) {
        try {
            ReadingOptions.of(new Upload.Reading(
                    defaults.format().orElse("csv"),
                    defaults.delimiter().orElse(null),
                    defaults.encoding().orElse(null),
                    null));
        } catch (IllegalArgumentException e) {
            throw new SetupException(
                    "One of MULTIGET_FORMAT, MULTIGET_DELIMITER, MULTIGET_ENCODING is wrong: " + e.getMessage());
        }
    }

    /** The application with what was checked before it. */
    static SpringApplication application(IngestProperties properties, Pipelines pipelines) {
        SpringApplication application = new SpringApplication(IngestApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(IngestProperties.class, () -> properties);
            beans.registerBean(Pipelines.class, () -> pipelines);
        });
        return application;
    }
}
