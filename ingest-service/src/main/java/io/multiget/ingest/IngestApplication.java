package io.multiget.ingest;

import io.multiget.ingest.setup.Pipelines;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;

/** The service's entry: settings are checked first, and what is wrong with them ends it with exit code 2. */
@SpringBootApplication
public class IngestApplication {
    /** The process's exit code when a setting, a pipeline or a port cannot be used. */
    public static final int EXIT_USAGE = 2;

    /** Runs until the process is stopped. */
    public static void main(String[] args) {
        try {
            start(IngestProperties.from(System.getenv()), new Pipelines(List.of()), args);
        } catch (SetupException | PortInUseException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
        }
    }

    private static void start(IngestProperties properties, Pipelines pipelines, String... args) {
        SpringApplication application = new SpringApplication(IngestApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(context ->
                ((GenericApplicationContext) context).registerBean(IngestProperties.class, () -> properties));
        application.run(args);
    }
}
