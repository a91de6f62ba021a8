package io.multiget.ingest.upload;

import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.reader.ReaderLimits;
import io.multiget.ingest.reader.RecordReaders;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UploadConfiguration {
    @Bean
    Spool spool(IngestProperties properties) {
        return new Spool(properties.spool());
    }

    @Bean
    RecordReaders recordReaders(IngestProperties properties) {
        return new RecordReaders(new ReaderLimits(
                properties.lines().bytes(),
                properties.lines().columns(),
                properties.uploads().inflatedBytes(),
                properties.uploads().inflationRatio()));
    }

    @Bean
    FileInspection fileInspection(RecordReaders readers, IngestProperties properties) {
        return new FileInspection(readers, properties.uploads());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
