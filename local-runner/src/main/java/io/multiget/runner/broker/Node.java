package io.multiget.runner.broker;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Controller and broker in one process, put together as {@link KafkaRaftServer} does it (Kafka 4.2), but that the broker
 * starts only when the controller has fenced the broker that was here before.
 *
 * <p>Without that a broker that was killed leads its partitions twice in a row, a few seconds apart: as its former self, which
 * the metadata still has as alive, and as itself. The group coordinator then loads each partition of
 * {@code __consumer_offsets} twice, and the end of the first load makes the second one's state active before it is read
 * ({@code CoordinatorRuntime.CoordinatorContext.load} looks for whatever is loading by then): groups lose members, what is
 * old is written again, and members that no process is hold up the group for minutes. The controller registers no broker
 * before its former self is fenced anyway.
 */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Many times {@code broker.session.timeout.ms}, by which the controller fences. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConfig config;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;

    Node(Properties properties) {
        config = KafkaConfig.fromProps(properties);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        String clusterId = folders._1().clusterId().orElseThrow();
        Metrics metrics = Server$.MODULE$.initializeMetrics(config, Time.SYSTEM, clusterId);
        shared = new SharedServer(
                config,
                folders._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
    }

    /** @throws IllegalStateException the controller keeps the former broker alive */
    void start() throws InterruptedException {
        controller.startup();
        FormerSelf former = new FormerSelf(config.nodeId());
        shared.loader().installPublishers(List.of(former));
        if (!former.awaitGone(PATIENCE)) {
            throw new IllegalStateException(
                    "the broker that was here before is not fenced after " + PATIENCE.toSeconds() + " s");
        }
        shared.loader().removeAndClosePublisher(former);
        broker.startup();
        LOG.info("Kafka has started");
    }

    void stop() {
        broker.shutdown();
        controller.shutdown();
    }

    void awaitStop() {
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
