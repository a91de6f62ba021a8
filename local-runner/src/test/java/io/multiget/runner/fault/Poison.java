package io.multiget.runner.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that somebody else writes to our topics and that nobody can read. */
final class Poison {
    private static final byte[] KEY = bytes("MLA1");

    private static final List<byte[]> UNREADABLE = List.of(
            bytes("{\"upload_id\":"),
            bytes("{\"v\":99}"),
            bytes("<a/>"),
            new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 't'}, // how Java serializes
            new byte[0]);

    /** Where there is a pipeline's dead letter for each of them. */
    private static final String LETTERED = "mercadolibre.records";

    /** Read by ingest, or whole by every instance, and left out there where nobody can read it. */
    private static final List<String> OTHERS =
            List.of("uploads", "upload-progress", "upload-status", "mercadolibre.lookups");

    private Poison() {}

    static void plant(Site site) throws ExecutionException, InterruptedException {
        Map<String, Object> config =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, site.system().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : UNREADABLE) {
                send(producer, LETTERED, KEY, value);
                for (String topic : OTHERS) {
                    send(producer, topic, KEY, value);
                }
            }
            send(producer, LETTERED, null, bytes("{}"));
            send(producer, LETTERED, KEY, null);
            site.plant(UNREADABLE.size() + 2);
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, String topic, byte @Nullable [] key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key, value)).get();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
