package io.multiget.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.simulator.catalog.CatalogSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorSettingsTest {
    @Test
    void shouldListenOnItsOwnPortOfTheLoopbackAddressByDefault() {
        SimulatorSettings settings = SimulatorSettings.fromEnvironment(Map.of("SIMULATOR_LATENCY", " "));

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8089);
        assertThat(settings.catalog()).isEqualTo(CatalogSettings.DEFAULT);
        assertThat(settings.behaviour().texts()).isEqualTo(Behaviour.DEFAULT.texts());
        assertThat(settings.log()).isNull();
    }

    @Test
    void shouldReadTheEnvironment() {
        SimulatorSettings settings = SimulatorSettings.fromEnvironment(Map.of(
                "MULTIGET_SIMULATOR_PORT", "0",
                "SIMULATOR_HOST", "0.0.0.0",
                "SIMULATOR_CATEGORIES", "10",
                "SIMULATOR_CURRENCIES", "2",
                "SIMULATOR_SELLERS", "30",
                "SIMULATOR_MISSING", "0.5",
                "SIMULATOR_RATE_LIMIT", "100 per 1s",
                "SIMULATOR_TOKEN", "secret",
                "SIMULATOR_API_KEY", "key",
                "SIMULATOR_LOG", "/tmp/calls.jsonl"));

        assertThat(settings.port()).isZero();
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.catalog()).isEqualTo(new CatalogSettings(10, 2, 30, 0.5));
        assertThat(settings.behaviour().rateLimit.calls()).isEqualTo(100);
        assertThat(settings.behaviour().token).isEqualTo("secret");
        assertThat(settings.behaviour().apiKey).isEqualTo("key");
        assertThat(settings.log()).isEqualTo(Path.of("/tmp/calls.jsonl"));
    }

    @ParameterizedTest
    @CsvSource({
        "MULTIGET_SIMULATOR_PORT, 70000, 70000",
        "MULTIGET_SIMULATOR_PORT, http, MULTIGET_SIMULATOR_PORT",
        "SIMULATOR_LATENCY, fast, SIMULATOR_LATENCY",
        "SIMULATOR_SELLERS, many, SIMULATOR_SELLERS",
        "SIMULATOR_SELLERS, 0, sellers",
        "SIMULATOR_CURRENCIES, 99, currencies",
        "SIMULATOR_MISSING, 2, missing",
        "SIMULATOR_MISSING, NaN, missing",
    })
    void shouldNameTheSettingItCannotUse(String variable, String value, String named) {
        assertThatThrownBy(() -> SimulatorSettings.fromEnvironment(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
