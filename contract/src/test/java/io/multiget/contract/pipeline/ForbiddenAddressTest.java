package io.multiget.contract.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "100.100.100.200",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::169.254.169.254",
                "2002:a9fe:a9fe::1"
            })
    void shouldMatchWhatNoApiHas(String address) throws UnknownHostException {
        assertThat(ForbiddenAddress.matches(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "8.8.8.8",
                "2606:4700::1111",
                "fd12:3456::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void shouldNotMatchHostsInsideOrOutside(String address) throws UnknownHostException {
        assertThat(ForbiddenAddress.matches(InetAddress.getByName(address))).isFalse();
    }
}
