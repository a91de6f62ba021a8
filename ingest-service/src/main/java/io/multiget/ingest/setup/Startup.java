package io.multiget.ingest.setup;

import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.ingest.IngestApplication;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.SetupException;
import io.multiget.ingest.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the service from "running" to "ready": the topics exist, and what waits for them has started. Outages only delay
 * it; what only a person can mend ends the process with {@link IngestApplication#EXIT_USAGE}.
 */
@Component
public final class Startup implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final IngestProperties properties;
    private final Pipelines pipelines;
    private final KafkaClients kafka;
    private final List<AfterTopics> afterTopics;
    private final Readiness readiness;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running;

    Startup(
            IngestProperties properties,
            Pipelines pipelines,
            KafkaClients kafka,
            List<AfterTopics> afterTopics,
            Readiness readiness) {
        this.properties = properties;
        this.pipelines = pipelines;
        this.kafka = kafka;
        this.afterTopics = List.copyOf(afterTopics);
        this.readiness = readiness;
    }

    @Override
    public void start() {
        running = true;
        Thread thread = new Thread(this::run, "startup");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            retrying("create the topics", this::createTopics);
            for (AfterTopics next : afterTopics) {
                retrying("start " + next.getClass().getSimpleName(), next::start);
            }
            if (running) {
                readiness.set(true);
                LOG.info(
                        "Ready: pipelines {}",
                        pipelines.all().stream().map(p -> p.name()).toList());
            }
        } catch (SetupException e) {
            LOG.error("{}", e.getMessage());
            System.exit(IngestApplication.EXIT_USAGE);
        }
    }

    private void createTopics() {
        List<Topic<?, ?>> topics = new ArrayList<>(Topics.shared());
        pipelines
                .all()
                .forEach(pipeline -> topics.addAll(
                        Topics.of(pipeline.name(), properties.partitions()).all()));
        try (Admin admin = kafka.admin()) {
            TopicSetup setup = new TopicSetup(admin, properties.replicationFactor());
            setup.requireTransactionVersion();
            setup.create(topics);
            setup.awaitLeaders(topics);
        }
    }

    private void retrying(String what, Runnable step) {
        while (running) {
            try {
                step.run();
                return;
            } catch (InterruptException e) {
                running = false;
            } catch (KafkaException e) {
                LOG.warn("Cannot {} yet, trying again: {}", what, e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                running = false;
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    @Override
    public void stop() {
        readiness.set(false);
        running = false;
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
