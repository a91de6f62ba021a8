package io.multiget.ingest.landing;

import io.multiget.contract.PipelineTopics;
import io.multiget.contract.Topics;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.kafka.KafkaClients;
import io.multiget.ingest.setup.AfterTopics;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.split.FinishedLines;
import io.multiget.ingest.status.Statuses;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts this package together. */
@Configuration(proxyBeanMethods = false)
class LandingConfiguration {
    /** Uploads whose rows are counted at the same time. */
    private static final int COUNTS_AT_ONCE = 2;

    @Bean
    Database database(IngestProperties properties) {
        return new Database(properties.postgres());
    }

    @Bean
    SinkOffsets sinkOffsets(KafkaClients kafka) {
        return new SinkOffsets(
                kafka.admin(), () -> kafka.reader(new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Bean
    Sinks sinks(IngestProperties properties, Pipelines pipelines, SinkOffsets offsets, Database database) {
        ConnectorTemplate template = ConnectorTemplate.packaged(properties.sink() + "-sink.json");
        Map<String, Sink> sinks = new LinkedHashMap<>();
        for (Pipeline pipeline : pipelines.all()) {
            sinks.put(pipeline.name(), sink(pipeline, template, properties, offsets, new TableRows(database)));
        }
        return new Sinks(sinks);
    }

    private static Sink sink(
            Pipeline pipeline,
            ConnectorTemplate template,
            IngestProperties properties,
            SinkOffsets offsets,
            TableRows rows) {
        SinkTable table = SinkTable.of(pipeline.name(), pipeline.output());
        PipelineTopics topics = Topics.of(pipeline.name(), properties.partitions());
        String topic = topics.rows().name();
        int partitions = topics.rows().partitions();
        SinkConnector connector = SinkConnector.of(
                pipeline.name(),
                table,
                template,
                topic,
                partitions,
                properties.postgres().url());
        return new Sink(table, connector, topic, partitions, offsets, rows);
    }

    @Bean
    SinkKeepers sinkKeepers(IngestProperties properties, Sinks sinks, Database database) {
        ConnectClient connect = new ConnectClient(properties.connectUrl());
        Map<String, SinkKeeper> keepers = new LinkedHashMap<>();
        sinks.byPipeline()
                .forEach((pipeline, sink) -> keepers.put(
                        pipeline,
                        new SinkKeeper(
                                sink.table(),
                                sink.connector(),
                                database,
                                connect,
                                Clock.systemUTC(),
                                SinkKeepers.INTERVAL)));
        return new SinkKeepers(keepers);
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService rowCounting() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                COUNTS_AT_ONCE, COUNTS_AT_ONCE, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "row-counting");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Bean
    LiveLandedLines liveLandedLines(Sinks sinks, ExecutorService rowCounting) {
        return new LiveLandedLines(sinks::rowsOfAttempt, rowCounting, System::nanoTime);
    }

    @Bean
    Landing landing(UploadBook book, Statuses statuses, FinishedLines finished, Sinks sinks) {
        return new Landing(book, statuses, finished, sinks.byPipeline(), Clock.systemUTC());
    }

    @Bean
    AfterTopics landingStart(SinkKeepers keepers, Landing landing) {
        return () -> {
            keepers.start();
            landing.start();
        };
    }
}
