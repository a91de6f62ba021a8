package io.multiget.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestPropertiesTest {
    @Test
    void shouldHaveADefaultForEverySetting() {
        IngestProperties properties = IngestProperties.from(Map.of());

        assertThat(properties.partitions()).isEqualTo(4);
        assertThat(properties.window()).isEmpty();
        assertThat(properties.uploads().fileBytes()).isEqualTo(1L << 30);
    }

    @Test
    void shouldTakeAnEmptyVariableAsUnset() {
        assertThat(IngestProperties.from(Map.of("MULTIGET_WINDOW", "")).window())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MULTIGET_PARTITIONS, 0",
        "MULTIGET_PARTITIONS, four",
        "MULTIGET_WINDOW, -1",
        "MULTIGET_INSTANCE_ID, a/b",
        "MULTIGET_CONNECT_URL, file:///etc/passwd",
        "MULTIGET_MAX_FILE_BYTES, 1e9",
    })
    void shouldNameTheVariableAndItsValueWhenItCannotBeUsed(String name, String value) {
        assertThatThrownBy(() -> IngestProperties.from(Map.of(name, value)))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("\"" + value + "\"");
    }

    @Test
    void shouldNotPrintThePassword() {
        assertThat(IngestProperties.from(Map.of("MULTIGET_POSTGRES_PASSWORD", "hunter2")))
                .asString()
                .doesNotContain("hunter2");
    }
}
