package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pipeline that is shipped, and a variant for tests. */
public final class ShippedPipeline {
    private static final Path FOLDER = Path.of("..", "pipelines");

    private ShippedPipeline() {}

    /** With shorter backoffs: keys that fail again and again would take most of the time. {@code folder} is created. */
    public static Path impatientIn(Path folder) throws IOException {
        String shipped = Files.readString(FOLDER.resolve("mercadolibre.yaml"));
        String impatient = shipped.replaceFirst("backoff: [0-9a-z.]+", "backoff: 50ms..2s");
        assertThat(impatient).isNotEqualTo(shipped);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mercadolibre.yaml"), impatient);
        return folder;
    }

    /** The folder in the source tree. */
    public static Path folder() {
        return FOLDER;
    }
}
