package io.multiget.ingest.landing;

import java.util.HashMap;
import java.util.Map;

/**
 * The connector that carries a pipeline's rows into its table.
 *
 * @param name its name in Connect
 */
record SinkConnector(String name, Map<String, String> config) {
    /** Connect's own rule for the consumer group of a sink. */
    private static final String GROUP_PREFIX = "connect-";

    private static final String URL = "connection.url";
    /** More hardly help: Postgres is the one who works. */
    private static final int MOST_TASKS = 2;

    /**
     * @param template from the folder {@code connect/}
     * @param topic the pipeline's rows topic
     * @param jdbcUrl where the table is, as the Connect worker reaches it
     */
    static SinkConnector of(
            String pipeline,
            SinkTable table,
            ConnectorTemplate template,
            String topic,
            int partitions,
            String jdbcUrl) {
        Map<String, String> config = template.filledIn(Map.of(
                "topic", topic,
                "tasks", Integer.toString(Math.min(MOST_TASKS, partitions)),
                "table", table.name(),
                "jdbc_url", jdbcUrl.split("\\?", 2)[0],
                "key_schema", table.keySchema(),
                "value_schema", table.valueSchema()));
        return new SinkConnector(nameFor(pipeline), withParametersOf(jdbcUrl, config));
    }

    /** The template brings parameters of its own; what stands in the setting comes after them. */
    private static Map<String, String> withParametersOf(String jdbcUrl, Map<String, String> config) {
        int question = jdbcUrl.indexOf('?');
        if (question >= 0) {
            config.computeIfPresent(URL, (name, url) -> url + '&' + jdbcUrl.substring(question + 1));
        }
        return Map.copyOf(config);
    }

    static String nameFor(String pipeline) {
        return "multiget-" + pipeline + "-sink";
    }

    /** The sink's consumer group, whose committed offsets say how far the table is. */
    String group() {
        return GROUP_PREFIX + name;
    }

    /** Whether a configuration found in Connect, which adds the name, is this one. */
    boolean isConfiguredBy(Map<String, String> found) {
        Map<String, String> bare = new HashMap<>(found);
        bare.remove("name");
        return bare.equals(config);
    }
}
