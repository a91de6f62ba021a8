package io.multiget.ingest.split;

import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.kafka.KafkaClients;
import io.multiget.ingest.reader.RecordReaders;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.upload.Spool;
import java.time.Clock;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SplitConfiguration {
    @Bean
    EarlierRows earlierRows(IngestProperties properties) {
        return new EarlierRows(properties.postgres());
    }

    @Bean
    LineSources lineSources(
            IngestProperties properties,
            Pipelines pipelines,
            Spool spool,
            RecordReaders readers,
            KafkaClients kafka,
            EarlierRows earlierRows,
            Clock clock) {
        return new LineSources(
                properties,
                pipelines,
                spool,
                readers,
                () -> kafka.reader(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                earlierRows,
                clock);
    }

    @Bean
    Splitters splitters(
            IngestProperties properties,
            KafkaClients kafka,
            UploadBook book,
            LineSources sources,
            FinishedLines finished,
            Spool spool,
            Clock clock) {
        return new Splitters(properties, kafka, book, sources, finished, spool, clock);
    }
}
