package io.multiget.ingest.book;

import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.kafka.KafkaClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BookConfiguration {
    @Bean
    UploadBook uploadBook(IngestProperties properties, KafkaClients kafka) {
        return new UploadBook(properties.instanceId(), kafka.promptWriter("book"), new UploadTopic(kafka));
    }
}
