package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {
    @Test
    void shouldHaveTheDocumentedDefaults() {
        LocalSettings settings = LocalSettings.fromEnvironment(Map.of("HOME", "/home/ana"));

        assertThat(settings.dataDir()).isEqualTo(Path.of("/home/ana/.multiget"));
        assertThat(settings.port("MULTIGET_PORT"))
                .isEqualTo(new PortSetting("MULTIGET_PORT", 5000, PortSetting.Kind.DEFAULT));
        assertThat(settings.port("MULTIGET_POSTGRES_PORT").port()).isEqualTo(5432);
        assertThat(settings.port("MULTIGET_KAFKA_PORT").port()).isEqualTo(9092);
        assertThat(settings.port("MULTIGET_CONNECT_PORT").port()).isEqualTo(8083);
        assertThat(settings.port("MULTIGET_SIMULATOR_PORT").port()).isEqualTo(8089);
        assertThat(settings.simulated()).isTrue();
    }

    @Test
    void shouldTakeABlankVariableForUnset() {
        LocalSettings settings = LocalSettings.fromEnvironment(
                Map.of("MULTIGET_PORT", "", "MULTIGET_DATA_DIR", " ", "MERCADOLIBRE_URL", "", "HOME", "/h"));

        assertThat(settings.port("MULTIGET_PORT").kind()).isEqualTo(PortSetting.Kind.DEFAULT);
        assertThat(settings.dataDir()).isEqualTo(Path.of("/h/.multiget"));
        assertThat(settings.simulated()).isTrue();
    }

    @Test
    void shouldSimulateNothingWhenAnApiIsNamed() {
        LocalSettings settings =
                LocalSettings.fromEnvironment(Map.of("MERCADOLIBRE_URL", "https://api.example.com", "HOME", "/h"));

        assertThat(settings.simulated()).isFalse();
    }
}
