package io.multiget.runner;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The ports of one system, all on loopback.
 *
 * @param ingest one per instance, the first is the user's
 * @param enricherManagement one per instance, the first is the user's
 * @param kafkaProxy where a proxy for the broker's clients listens, which is not ours; 0 for none
 * @param kafkaProxied where the broker listens for that proxy
 */
record Addresses(
        List<Integer> ingest,
        List<Integer> enricherManagement,
        int postgres,
        int kafka,
        int kafkaController,
        int kafkaProxy,
        int kafkaProxied,
        int connect,
        int simulator) {
    static final String HOST = "127.0.0.1";

    /** @throws SettingException if a port that was asked for is busy */
    static Addresses choose(LocalSettings settings) {
        Set<Integer> taken = new HashSet<>();
        PortSetting http = settings.port("MULTIGET_PORT");
        int first = http.choose(taken);
        int postgres = settings.port("MULTIGET_POSTGRES_PORT").choose(taken);
        int kafka = settings.port("MULTIGET_KAFKA_PORT").choose(taken);
        int connect = settings.port("MULTIGET_CONNECT_PORT").choose(taken);
        // Only when it is started: a port that is busy must not stop a system that does not need it.
        int simulator =
                settings.simulated() ? settings.port("MULTIGET_SIMULATOR_PORT").choose(taken) : 0;
        int management = settings.port("MULTIGET_MANAGEMENT_PORT").choose(taken);
        return new Addresses(
                ports(settings.ingestInstances(), first, taken),
                ports(settings.enricherInstances(), management, taken),
                postgres,
                kafka,
                any(taken),
                settings.brokerProxy(),
                settings.brokerProxy() == 0 ? 0 : any(taken),
                connect,
                simulator);
    }

    private static List<Integer> ports(int instances, int first, Set<Integer> taken) {
        return IntStream.range(0, instances)
                .mapToObj(i -> i == 0 ? first : any(taken))
                .toList();
    }

    private static int any(Set<Integer> taken) {
        return PortSetting.any("").choose(taken);
    }

    String bootstrapServers() {
        return HOST + ":" + kafka;
    }

    boolean isKafkaProxied() {
        return kafkaProxy != 0;
    }

    /** As the other processes are told. */
    String clientBootstrapServers() {
        return isKafkaProxied() ? HOST + ":" + kafkaProxy : bootstrapServers();
    }

    String connectUrl() {
        return http(connect);
    }

    String simulatorUrl() {
        return http(simulator);
    }

    static String http(int port) {
        return "http://" + HOST + ":" + port;
    }
}
