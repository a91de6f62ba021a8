package io.multiget.runner.role;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;

/** Ready when our own cluster answers and its transactions are of the second version. */
public final class BrokerReadiness implements Readiness {
    /**
     * Before version 2 a delayed commit or abort could hit the next transaction of the same producer, so "exactly once"
     * would not hold.
     */
    private static final short TRANSACTION_VERSION = 2;

    private static final int TIMEOUT_MILLIS = 3_000;

    private final String bootstrapServers;
    private final String clusterId;

    public BrokerReadiness(String bootstrapServers, String clusterId) {
        this.bootstrapServers = bootstrapServers;
        this.clusterId = clusterId;
    }

    @Override
    public Optional<String> missing() {
        int colon = bootstrapServers.lastIndexOf(':');
        int port = Integer.parseInt(bootstrapServers.substring(colon + 1));
        if (!Port.listens(bootstrapServers.substring(0, colon), port)) {
            return Optional.of("nothing listens on " + bootstrapServers);
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS))) {
            return missing(admin);
        } catch (ExecutionException | KafkaException e) {
            return Optional.of(bootstrapServers + " does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private Optional<String> missing(Admin admin) throws ExecutionException, InterruptedException {
        String answering = admin.describeCluster().clusterId().get();
        if (!clusterId.equals(answering)) {
            return Optional.of("%s is another cluster, %s".formatted(bootstrapServers, answering));
        }
        FinalizedVersionRange transactions = admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .get("transaction.version");
        return transactions != null && transactions.maxVersionLevel() >= TRANSACTION_VERSION
                ? Optional.empty()
                : Optional.of(
                        "transaction.version must be at least %d, is %s".formatted(TRANSACTION_VERSION, transactions));
    }
}
