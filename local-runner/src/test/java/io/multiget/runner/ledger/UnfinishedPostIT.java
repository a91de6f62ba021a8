package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.role.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that do not arrive, whoever is to blame: what was acknowledged is there once, and of the rest nothing is left. */
@ExtendWith(CommonSystem.Resolver.class)
class UnfinishedPostIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Several megabytes on their way, and little work afterwards: blank lines are counted and no more. */
    private static final int BLANK_LINES = 3_000_000;

    private static final int LINES = 7;
    private static final byte[] FILE = file();

    private String server;
    private Uploads uploads;
    private Role ingest;
    private Path spool;
    private final List<UnfinishedPost> posts = new ArrayList<>();

    @BeforeEach
    void takeTheSecondInstance(CommonSystem common) {
        server = common.system().ingestUrl(1);
        uploads = common.uploads(1);
        ingest = common.system().ingest(1);
        spool = common.system().dataDir().resolve("ingest-2").resolve("spool");
    }

    @AfterEach
    void hangUp() throws IOException {
        for (UnfinishedPost post : posts) {
            post.close();
        }
    }

    @Test
    void shouldBeOneUploadEachThoughIngestIsKilledWhileTheyArrive() throws Exception {
        List<Integer> percents = List.of(1, 50, 99, 100);
        List<String> keys = new ArrayList<>();
        for (int percent : percents) {
            String key = UUID.randomUUID().toString();
            keys.add(key);
            UnfinishedPost post = post(key, name(percent));
            // The last byte of the last one comes just before the kill, so nobody hears whether it was accepted.
            post.sendUpTo(Math.min(FILE.length - 1, FILE.length / 100 * percent));
        }
        await("all of them are on their way")
                .atMost(PATIENCE)
                .until(() -> spooled().size() == percents.size());

        posts.get(posts.size() - 1).sendUpTo(FILE.length);
        ingest.kill9();
        ingest.start();

        for (int i = 0; i < percents.size(); i++) {
            UUID first = accepted(uploads.postOnce(keys.get(i), name(percents.get(i)), FILE));
            UUID again = accepted(uploads.postOnce(keys.get(i), name(percents.get(i)), FILE));
            assertThat(again).isEqualTo(first);
            shouldLandWhole(first);
        }
        assertThat(uploads.names())
                .filteredOn(name -> name.startsWith("killed-"))
                .containsExactlyInAnyOrderElementsOf(
                        percents.stream().map(UnfinishedPostIT::name).toList());
        await("no file is left").atMost(PATIENCE).until(() -> spooled().isEmpty());
    }

    @Test
    void shouldLeaveNothingOfAFileWhoseSenderHangsUp() throws Exception {
        UnfinishedPost post = post(UUID.randomUUID().toString(), "hung-up.csv");
        post.sendUpTo(FILE.length / 2);
        await("it is on its way").atMost(PATIENCE).until(() -> spooled().size() == 1);

        post.close();

        await("no file is left").atMost(PATIENCE).until(() -> spooled().isEmpty());
        assertThat(uploads.names()).doesNotContain("hung-up.csv");
    }

    @Test
    void shouldBeOneUploadThoughItsKeyComesTwiceAtOnceAndTwoWithTwoKeys() throws Exception {
        String key = UUID.randomUUID().toString();
        ExecutorService senders = Executors.newFixedThreadPool(2);
        try {
            Callable<UUID> send = () -> accepted(uploads.postOnce(key, "twice.csv", FILE));
            List<Future<UUID>> sent = senders.invokeAll(List.of(send, send));
            UUID other = accepted(uploads.postOnce(UUID.randomUUID().toString(), "twice.csv", FILE));

            assertThat(sent.get(0).get()).isEqualTo(sent.get(1).get()).isNotEqualTo(other);
            shouldLandWhole(other);
            shouldLandWhole(sent.get(0).get());
            assertThat(uploads.names()).filteredOn("twice.csv"::equals).hasSize(2);
        } finally {
            senders.shutdownNow();
        }
    }

    private UnfinishedPost post(String key, String name) throws IOException {
        UnfinishedPost post = new UnfinishedPost(server, key, name, FILE);
        posts.add(post);
        return post;
    }

    private void shouldLandWhole(UUID upload) {
        await("landed")
                .atMost(PATIENCE)
                .until(() ->
                        uploads.status(upload).body().path("state").asText().equals("landed"));
        JsonNode rows = uploads.status(upload).body().get("rows");
        assertThat(rows.get("total").asInt()).isEqualTo(LINES);
        assertThat(rows.get("blank").asInt()).isEqualTo(BLANK_LINES);
        assertThat(rows.get("rejected").asInt()).isEqualTo(LINES);
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    private static UUID accepted(Uploads.Answer answer) {
        assertThat(answer.code()).as(answer.toString()).isEqualTo(202);
        return UUID.fromString(answer.body().get("upload_id").asText());
    }

    private static String name(int percent) {
        return "killed-" + percent + ".csv";
    }

    /** Nothing in it is asked about. */
    private static byte[] file() {
        return ("site,id\n" + "\n".repeat(BLANK_LINES) + "MLA,none\n".repeat(LINES)).getBytes(StandardCharsets.UTF_8);
    }
}
