package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema is for editors. It may accept what the loader refuses, but never the other way round. */
class PipelineSchemaTest {
    private static final Path FILE = PipelineLoaderTest.PIPELINES.resolve("pipeline.schema.json");
    static final Schema SCHEMA = read(FILE);

    static Stream<Path> pipelines() {
        return Stream.of(PipelineLoaderTest.MERCADOLIBRE, PipelineLoaderTest.PRODUCTS);
    }

    static Stream<InvalidPipeline> invalid() throws IOException {
        return InvalidPipeline.all();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shouldAcceptThePipelinesThatAreShipped(Path pipeline) throws IOException {
        assertThat(SCHEMA.validate(Files.readString(pipeline), InputFormat.YAML))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldRefuseWhatASchemaCanSee(InvalidPipeline invalid) {
        assertThat(refuses(invalid.text())).isEqualTo(invalid.schemaRefuses());
    }

    @Test
    void shouldBeASchemaOfItsDraft() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(FILE.toFile());

        assertThat(schema.get("$schema").textValue()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema))
                .isEmpty();
    }

    private static boolean refuses(String yaml) {
        try {
            return !SCHEMA.validate(yaml, InputFormat.YAML).isEmpty();
        } catch (UncheckedIOException e) {
            // Not even YAML, as the validator's reader understands it.
            return true;
        }
    }

    private static Schema read(Path file) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
