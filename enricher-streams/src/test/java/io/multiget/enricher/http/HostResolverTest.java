package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.Api;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostResolverTest {
    private final Api api = TestApi.market().api();

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    private static Future<List<InetAddress>> resolve(HostResolver resolver) throws InterruptedException {
        Future<List<InetAddress>> addresses = resolver.resolveAll("api.example");
        assertThat(addresses.await(5, TimeUnit.SECONDS)).isTrue();
        return addresses;
    }

    @Test
    void shouldNotBlockWhoeverSends() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        HostResolver resolver = new HostResolver(api, host -> {
            awaitQuietly(slow);
            return addresses("127.0.0.1");
        });

        Future<List<InetAddress>> addresses = resolver.resolveAll("api.example");

        assertThat(addresses.isDone()).isFalse();
        slow.countDown();
        assertThat(addresses.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(addresses.getNow()).hasSize(1);
        resolver.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldGoNowhereForANameThatLeadsToTheMetadataService() throws InterruptedException {
        HostResolver resolver = new HostResolver(api, host -> addresses("169.254.169.254", "fd00:ec2::254"));

        assertThat(resolve(resolver).cause())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("api.example");
        resolver.close();
    }

    @Test
    void shouldLeaveOutForbiddenAddressesAmongOthers() throws InterruptedException, UnknownHostException {
        HostResolver resolver = new HostResolver(api, host -> addresses("169.254.1.1", "10.0.0.7", "fe80::1"));

        assertThat(resolve(resolver).getNow()).containsExactly(addresses("10.0.0.7"));
        resolver.close();
    }

    @Test
    void shouldGoThereWhenThePipelineSaysSo() throws InterruptedException {
        Api allowed = new Api(
                api.name(),
                api.baseUrl(),
                api.auth(),
                api.rateLimit(),
                api.concurrency(),
                api.retry(),
                api.timeouts(),
                true);
        HostResolver resolver = new HostResolver(allowed, host -> addresses("169.254.1.1"));

        assertThat(resolve(resolver).getNow()).hasSize(1);
        resolver.close();
    }

    @Test
    void shouldFailWhatComesAfterItsEnd() throws InterruptedException {
        HostResolver resolver = new HostResolver(api, host -> addresses("127.0.0.1"));
        resolver.close();

        assertThat(resolve(resolver).isSuccess()).isFalse();
    }
}
