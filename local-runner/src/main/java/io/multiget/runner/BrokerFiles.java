package io.multiget.runner;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * The broker's folder: its settings, which are written at every start as ports may differ, and the id of its cluster, which
 * stays.
 */
record BrokerFiles(Path folder, Addresses addresses) {

    Path writeProperties() {
        Path file = folder.resolve("server.properties");
        try {
            Files.createDirectories(folder);
            StringWriter text = new StringWriter();
            properties().store(text, null);
            Files.writeString(file, text.toString());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String clusterId() {
        Path file = folder.resolve("cluster.id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path aside = folder.resolve("cluster.id.new");
                Files.writeString(aside, Uuid.randomUuid().toString());
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        listeners(properties);
        if (addresses.isKafkaProxied()) {
            proxiedListener(properties);
        }
        oneNode(properties);
        quickRecovery(properties);
        // A user may come back after months: what a group had read must not be forgotten, or it would all be read
        // again.
        properties.setProperty("offsets.retention.minutes", Integer.toString(10 * 365 * 24 * 60));
        // Default 128 MB of heap.
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        return properties;
    }

    private void listeners(Properties properties) {
        String controller = Addresses.HOST + ":" + addresses.kafkaController();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        // Static: nothing about ports is kept in the log, so another start may use others.
        properties.setProperty("controller.quorum.voters", "1@" + controller);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty(
                "listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(addresses.bootstrapServers(), controller));
        properties.setProperty("advertised.listeners", "PLAINTEXT://" + addresses.bootstrapServers());
        properties.setProperty("log.dirs", folder.resolve("log").toString());
        properties.setProperty("auto.create.topics.enable", "false");
    }

    /** One more, advertised at the port of the proxy; the broker itself does not go by way of it. */
    private void proxiedListener(Properties properties) {
        properties.setProperty(
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        properties.merge(
                "listeners", ",PROXIED://%s:%d".formatted(Addresses.HOST, addresses.kafkaProxied()), BrokerFiles::join);
        properties.merge(
                "advertised.listeners",
                ",PROXIED://%s:%d".formatted(Addresses.HOST, addresses.kafkaProxy()),
                BrokerFiles::join);
    }

    private static Object join(Object first, Object second) {
        return first.toString() + second;
    }

    private static void oneNode(Properties properties) {
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
    }

    private static void quickRecovery(Properties properties) {
        // After a kill the broker waits for the session of its former self: 12.6 s by default.
        properties.setProperty("broker.session.timeout.ms", "3000");
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("group.min.session.timeout.ms", "1000");
        // How often transactions past their timeout are looked for; readers wait for them.
        properties.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }
}
