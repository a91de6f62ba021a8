package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortSettingTest {
    private final Set<Integer> taken = new HashSet<>();

    @Test
    void shouldTakeTheNextFreePortForADefaultThatIsBusy() throws IOException {
        try (ServerSocket busy = listening()) {
            PortSetting setting = new PortSetting("MULTIGET_PORT", busy.getLocalPort(), PortSetting.Kind.DEFAULT);

            assertThat(setting.choose(taken)).isGreaterThan(busy.getLocalPort());
        }
    }

    @Test
    void shouldRefuseAPortThatWasAskedForAndIsBusy() throws IOException {
        try (ServerSocket busy = listening()) {
            PortSetting setting = PortSetting.of("MULTIGET_PORT", Integer.toString(busy.getLocalPort()));

            assertThatThrownBy(() -> setting.choose(taken))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("Port " + busy.getLocalPort() + " is in use; MULTIGET_PORT asks for it");
        }
    }

    @Test
    void shouldNotGiveOnePortTwice() {
        int first = PortSetting.any("").choose(taken);
        PortSetting same = new PortSetting("MULTIGET_PORT", first, PortSetting.Kind.DEFAULT);

        assertThat(same.choose(taken)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "5000.5", "99999999999"})
    void shouldNameASettingThatIsNoPort(String value) {
        assertThatThrownBy(() -> PortSetting.of("MULTIGET_PORT", value))
                .isInstanceOf(SettingException.class)
                .hasMessage("MULTIGET_PORT must be a port from 1 to 65535, was " + value);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
