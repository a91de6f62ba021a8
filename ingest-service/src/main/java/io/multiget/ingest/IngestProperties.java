package io.multiget.ingest;

import io.multiget.contract.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The service's settings: environment variables, read once and checked. An empty variable counts as unset.
 *
 * @param instanceId unique and stable: static membership and transactional ids are made of it, and an upload belongs to
 *     the instance that holds its file. Change it only for an instance without unfinished uploads
 * @param bootstrapServers where Kafka is
 * @param connectUrl where the Connect worker's REST API is
 * @param sink whose JDBC sink connector the worker has: {@code debezium} or {@code confluent}
 * @param dataDir holds the spooled files; must survive a restart of the process
 * @param pipelines every YAML file in it is a pipeline
 * @param partitions of each pipeline's topics, which is the most tasks that can share its work; fixed once they exist
 * @param replicationFactor of the topics; 3 where uploads must survive the loss of a broker
 * @param window lines admitted and not finished, for each upload; absent: follows the rate. Small: others wait less and
 *     a cancel works sooner. Large: more for the lookups to fill their batches with
 * @param splitters uploads that are split at the same time; more of them share the slots in turns
 */
public record IngestProperties(
        String instanceId,
        String bootstrapServers,
        URI connectUrl,
        String sink,
        Postgres postgres,
        Path dataDir,
        Path pipelines,
        int partitions,
        short replicationFactor,
        ReadingDefaults reading,
        OptionalInt window,
        int splitters,
        UploadLimits uploads,
        LineLimits lines) {

    private static final Pattern SINK = Pattern.compile("debezium|confluent");
    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int MOST_PARTITIONS = 1000;
    private static final int LARGEST_WINDOW = 10_000_000;
    private static final int MOST_SPLITTERS = 64;

    /** Where the tables are; the password shows in no printed text. */
    public record Postgres(String url, String user, String password) {
        @Override
        public String toString() {
            return "Postgres[url=" + url + ", user=" + user + "]";
        }
    }

    /** How files are read whose upload does not say; what is absent is found by looking. */
    public record ReadingDefaults(Optional<String> format, Optional<String> delimiter, Optional<String> encoding) {}

    /** Reads the variables. @throws SetupException naming the variable, its value and what is allowed */
    public static IngestProperties from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new IngestProperties(
                settings.matching("MULTIGET_INSTANCE_ID", "ingest", INSTANCE_ID),
                settings.text("MULTIGET_BOOTSTRAP_SERVERS", "localhost:9092"),
                settings.httpUrl("MULTIGET_CONNECT_URL", "http://localhost:8083"),
                settings.matching("MULTIGET_SINK", "debezium", SINK),
                new Postgres(
                        settings.text("MULTIGET_POSTGRES_URL", "jdbc:postgresql://localhost:5432/multiget"),
                        settings.text("MULTIGET_POSTGRES_USER", "multiget"),
                        settings.text("MULTIGET_POSTGRES_PASSWORD", "multiget")),
                settings.path("MULTIGET_DATA_DIR", Path.of(System.getProperty("user.home"), ".multiget")),
                settings.path("MULTIGET_PIPELINES", Path.of("pipelines")),
                settings.integer("MULTIGET_PARTITIONS", Topics.DEFAULT_PARTITIONS, 1, MOST_PARTITIONS),
                (short) settings.integer("MULTIGET_REPLICATION_FACTOR", 1, 1, Short.MAX_VALUE),
                new ReadingDefaults(
                        settings.optional("MULTIGET_FORMAT"),
                        settings.optional("MULTIGET_DELIMITER"),
                        settings.optional("MULTIGET_ENCODING")),
                settings.optionalInteger("MULTIGET_WINDOW", 1, LARGEST_WINDOW),
                settings.integer("MULTIGET_SPLITTERS", 4, 1, MOST_SPLITTERS),
                UploadLimits.from(settings),
                LineLimits.from(settings));
    }

    /** Where upload bodies wait to be split. */
    public Path spool() {
        return dataDir.resolve("spool");
    }
}
