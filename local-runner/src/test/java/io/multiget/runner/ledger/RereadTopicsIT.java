package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.multiget.runner.LocalSystem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A topic that is read again from its beginning, as after a restored backup of a group's offsets, changes no row. */
@ExtendWith(CommonSystem.Resolver.class)
class RereadTopicsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LONG_ENOUGH_TO_FIND_A_RECORD = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldRewriteTheSameTableWhenRecordsAndRowsAreReadAgain(CommonSystem common) throws Exception {
        LocalSystem system = common.system();
        Uploads uploads = common.uploads(0);
        Workload workload = Workload.ordinary(31, 1_003);
        UUID upload = uploads.upload("reread.csv", workload.file());
        await("landed")
                .atMost(PATIENCE)
                .until(() -> uploads.status(upload).body().get("state").asText().equals("landed"));
        String table = common.ledger().fingerprint(upload);
        JsonNode rows = uploads.status(upload).body().get("rows");
        long calls = common.api().stats().callsTotal();

        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, system.bootstrapServers()))) {
            system.enricher(0).stop();
            reread(admin, "multiget-mercadolibre", "mercadolibre.records");
            system.enricher(0).start();
            untilRead(system, admin, "multiget-mercadolibre", "mercadolibre.records");
            String connector = connector(system);
            connect(system, "PUT", "/" + connector + "/stop");
            reread(admin, "connect-" + connector, "mercadolibre.rows");
            connect(system, "PUT", "/" + connector + "/resume");
            untilRead(system, admin, "connect-" + connector, "mercadolibre.rows");
        }

        common.ledger().shouldBalance(upload, workload, uploads.status(upload).body());
        assertThat(common.ledger().fingerprint(upload)).isEqualTo(table);
        assertThat(uploads.status(upload).body().get("rows")).isEqualTo(rows);
        assertThat(asked(common, calls)).doesNotContainAnyElementsOf(keys(workload));
    }

    /** Those who were in the group have ended, but a static member is expected back for a while. */
    private static void reread(Admin admin, String group, String topic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> beginning =
                offsets(admin, topic, OffsetSpec.earliest()).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, offset -> new OffsetAndMetadata(offset.getValue())));
        await("nobody is in " + group).atMost(PATIENCE).ignoreExceptions().until(() -> {
            if (!admin.describeConsumerGroups(Set.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .isEmpty()) {
                admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            }
            admin.alterConsumerGroupOffsets(group, beginning).all().get();
            return true;
        });
    }

    /** A group is at its end when no record is left for it: what transactions leave there is none. */
    private static void untilRead(LocalSystem system, Admin admin, String group, String topic) throws Exception {
        Set<TopicPartition> partitions =
                offsets(admin, topic, OffsetSpec.latest()).keySet();
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        system.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            reader.assign(partitions);
            await(group + " has read " + topic).atMost(PATIENCE).until(() -> {
                Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                partitions.forEach(partition -> reader.seek(
                        partition,
                        read.getOrDefault(partition, new OffsetAndMetadata(0)).offset()));
                return reader.poll(LONG_ENOUGH_TO_FIND_A_RECORD).isEmpty();
            });
        }
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, String topic, OffsetSpec spec) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions =
                admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .collect(Collectors.toMap(info -> new TopicPartition(topic, info.partition()), info -> spec));
        return admin.listOffsets(partitions).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }

    private static Set<String> asked(CommonSystem common, long since) {
        return common.api().callsAfter(since).stream()
                .flatMap(call -> call.ids().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(Workload workload) {
        return workload.lines().stream()
                .map(line -> line.text().replace(",", ""))
                .collect(Collectors.toSet());
    }

    /** The pipeline's, of those that are there. */
    private static String connector(LocalSystem system) throws Exception {
        for (JsonNode name : JSON.readTree(connect(system, "GET", ""))) {
            if (name.asText().contains("mercadolibre")) {
                return name.asText();
            }
        }
        throw new AssertionError("the pipeline has no connector");
    }

    private static String connect(LocalSystem system, String method, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(system.connectUrl() + "/connectors" + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
