package io.multiget.ingest.book;

import io.multiget.contract.Upload;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;

/** What is written down about all uploads, of every instance. */
interface CommittedUploads {
    /**
     * The newest state of each upload, once every transaction begun before this call is decided.
     *
     * @throws KafkaException when that takes longer than {@code patience}
     */
    Map<UUID, Upload> read(Duration patience);
}
