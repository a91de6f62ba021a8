package io.multiget.benchmark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** What is added to the logs of the topics between two moments. */
final class TopicBytes {
    private final String bootstrapServers;
    private final Map<String, Long> before;

    private TopicBytes(String bootstrapServers, Map<String, Long> before) {
        this.bootstrapServers = bootstrapServers;
        this.before = before;
    }

    /** From now on. */
    static TopicBytes of(String bootstrapServers) throws ExecutionException, InterruptedException {
        return new TopicBytes(bootstrapServers, sizes(bootstrapServers));
    }

    /** Until now, of the topics that have grown. */
    Map<String, Double> perRow(int rows) throws ExecutionException, InterruptedException {
        Map<String, Double> grown = new TreeMap<>();
        sizes(bootstrapServers).forEach((topic, bytes) -> {
            long added = bytes - before.getOrDefault(topic, 0L);
            if (added > 0) {
                grown.put(topic, (double) added / rows);
            }
        });
        return grown;
    }

    private static Map<String, Long> sizes(String bootstrapServers) throws ExecutionException, InterruptedException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            int broker = admin.describeCluster().nodes().get().iterator().next().id();
            admin.describeLogDirs(List.of(broker))
                    .allDescriptions()
                    .get()
                    .values()
                    .forEach(folders -> folders.values().forEach(folder -> folder.replicaInfos()
                            .forEach((partition, replica) ->
                                    sizes.merge(partition.topic(), replica.size(), Long::sum))));
        }
        return sizes;
    }
}
