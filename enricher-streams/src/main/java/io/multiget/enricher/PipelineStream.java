package io.multiget.enricher;

import io.micrometer.core.instrument.MeterRegistry;
import io.multiget.contract.PipelineTopics;
import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.enricher.http.LookupClient;
import io.multiget.enricher.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipeline's Streams application and the lookup client its tasks share. Waits for its topics, which ingest creates:
 * Streams that start without them never run. Started and closed by one thread; its states may be read by any.
 */
final class PipelineStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineStream.class);

    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /** A broker that went first leaves Streams hanging without it. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

    private static final int EXIT_BROKEN = 1;

    private final EnricherSettings settings;
    private final MeterRegistry registry;
    private final Pipeline pipeline;
    private final PipelineTopics topics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable LookupClient client;

    /** @param registry where its metrics are shown */
    PipelineStream(EnricherSettings settings, Pipeline pipeline, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        this.pipeline = pipeline;
        this.topics = Topics.of(pipeline.name(), settings.partitions());
        this.starter = new Thread(this::startOnceTopicsAreThere, "start-" + pipeline.name());
    }

    String name() {
        return pipeline.name();
    }

    void start() {
        starter.start();
    }

    boolean isRunning() {
        KafkaStreams running = streams;
        return running != null && running.state() == KafkaStreams.State.RUNNING;
    }

    String state() {
        KafkaStreams running = streams;
        return running == null ? "WAITING_FOR_TOPICS" : running.state().name();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            starter.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        KafkaStreams running = streams;
        if (running != null) {
            running.close(CLOSE_TIMEOUT);
        }
        LookupClient asking = client;
        if (asking != null) {
            asking.close();
        }
    }

    private void startOnceTopicsAreThere() {
        try {
            if (!awaitTopics()) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        PipelineMetrics metrics = new PipelineMetrics(registry, pipeline, System::nanoTime);
        LookupClient asking = LookupClient.open(pipeline, metrics, settings.partitions());
        client = asking;
        KafkaStreams starting = new KafkaStreams(
                new EnricherTopology(pipeline, topics, asking, metrics).build(),
                settings.streams(pipeline.name()),
                new FencingClients());
        starting.setUncaughtExceptionHandler(new ThreadReplacement(pipeline.name()));
        starting.setStateListener((now, before) -> {
            LOG.info("Pipeline {} is {}", pipeline.name(), now);
            if (now == KafkaStreams.State.ERROR) {
                exit();
            }
        });
        streams = starting;
        starting.start();
    }

    /** Whoever runs this process sees it end, and starts it again. */
    private void exit() {
        LOG.error("Pipeline {} cannot go on", pipeline.name());
        new Thread(() -> System.exit(EXIT_BROKEN), "exit").start();
    }

    /** Whether the topics came before {@link #close}: each partition has to have a leader that answers. */
    private boolean awaitTopics() throws InterruptedException {
        List<Topic<?, ?>> needed = new ArrayList<>(topics.all());
        needed.add(Topics.UPLOADS);
        needed.add(Topics.UPLOAD_PROGRESS);
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            boolean told = false;
            while (!answers(admin, needed)) {
                if (!told) {
                    LOG.info("Pipeline {} waits for its topics", pipeline.name());
                    told = true;
                }
                if (closing.await(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean answers(Admin admin, List<Topic<?, ?>> topics) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> partitions = new java.util.HashMap<>();
        for (Topic<?, ?> topic : topics) {
            for (int i = 0; i < topic.partitions(); i++) {
                partitions.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
            }
        }
        try {
            admin.listOffsets(partitions).all().get(5, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | java.util.concurrent.TimeoutException notYet) {
            return false;
        }
    }
}
