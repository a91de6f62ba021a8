package io.multiget.ingest.status;

import io.multiget.contract.Topics;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.kafka.KafkaClients;
import io.multiget.ingest.setup.AfterTopics;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.split.FinishedLines;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts this package together. */
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {
    /** Below the patience of a request that waits for the answer. */
    private static final int ENDS_TIMEOUT_MILLIS = 1500;

    @Bean
    StatusWriter statusWriter(Pipelines pipelines) {
        return new StatusWriter(
                name -> pipelines.find(name).map(StatusConfiguration::lookups).orElse(List.of()));
    }

    private static List<StatusWriter.Asking> lookups(Pipeline pipeline) {
        return pipeline.stages().stream()
                .map(Stage::lookups)
                .flatMap(List::stream)
                .map(pipeline::lookup)
                .map(lookup -> new StatusWriter.Asking(lookup.name(), lookup.keysPerCall()))
                .toList();
    }

    @Bean
    StreamsClient statusTopologyClient(IngestProperties properties, KafkaClients kafka, StatusWriter writer) {
        return StatusStreams.topology(properties, kafka, new StatusTopology(writer));
    }

    @Bean
    StatusStore statusStore(IngestProperties properties, KafkaClients kafka) {
        return new StatusStore(properties, kafka);
    }

    @Bean
    UploadStore uploadStore(StatusStore store) {
        return store.uploads();
    }

    /** The topology first: without it the stores have nothing new to read. */
    @Bean
    AfterTopics statusStart(StreamsClient statusTopologyClient, StatusStore store) {
        return () -> {
            statusTopologyClient.start();
            store.start();
        };
    }

    @Bean
    FinishedLines finishedLines(UploadStore store, UploadBook book) {
        return new StoredFinishedLines(store, book);
    }

    @Bean
    Statuses statuses(
            UploadStore store, UploadBook book, StatusWriter writer, SinkTrouble trouble, LandedLines landed) {
        return new Statuses(store, book, writer, trouble, landed);
    }

    @Bean
    KnownUploads knownUploads(Statuses statuses, StatusStore store, TopicEnds ends) {
        return new KnownUploads(statuses, ends, store.positions());
    }

    @Bean(destroyMethod = "close")
    Admin statusAdmin(KafkaClients kafka) {
        return kafka.admin();
    }

    /** An upload is acknowledged once its record is in this topic. */
    @Bean
    TopicEnds topicEnds(Admin statusAdmin) {
        List<TopicPartition> partitions = IntStream.range(0, Topics.UPLOADS.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.UPLOADS.name(), partition))
                .toList();
        return TopicEnds.of(statusAdmin, partitions, ENDS_TIMEOUT_MILLIS);
    }

    @Bean
    EventStreams eventStreams(Statuses statuses) {
        return new EventStreams(statuses, EventStreams.MOST_STREAMS);
    }

    @Bean
    UploadPage uploadPage() {
        return UploadPage.packaged();
    }
}
