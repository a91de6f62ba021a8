package io.multiget.ingest.status;

import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.Waiting;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.BookFixture;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.setup.ReadyFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The status endpoints in a real container on a free port, over stores that are filled by hand. */
final class StatusServer implements AutoCloseable {
    static final int MOST_STREAMS = 20;
    private static final TopicPartition PARTITION = new TopicPartition(Topics.UPLOADS.name(), 0);

    final UploadBook book = new BookFixture().book();
    private final AppliedPositions positions = new AppliedPositions();
    private final UploadStore store = new UploadStore(new TestStores());
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Upload> uploads;
    private final TestInputTopic<String, UploadStatus> statuses;
    private final AtomicLong ends = new AtomicLong();
    private final List<Runnable> onRead = new ArrayList<>();
    private final ServletWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    volatile boolean restored = true;
    volatile boolean brokerAway;
    volatile @Nullable Waiting trouble;
    volatile long landed;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan({"io.multiget.ingest.problem", "io.multiget.ingest.web"})
    @Import({StatusController.class, UploadsController.class})
    static class Application {}

    private final class TestStores implements UploadStore.Stores {
        @Override
        public <V> ReadOnlyKeyValueStore<String, V> open(String name) {
            if (!restored) {
                throw new UploadStore.NotRestoredException();
            }
            return driver.getKeyValueStore(name);
        }
    }

    private final class TestLanded implements LandedLines {
        @Override
        public long asked(UploadStatus status) {
            return landed;
        }

        @Override
        public long known(UploadStatus status) {
            return landed;
        }
    }

    StatusServer(Path stateDir) {
        UploadStoreTopology topology = new UploadStoreTopology(positions, store::uploadSeen, store::statusSeen);
        driver = new TopologyTestDriver(topology.build(), settings(stateDir));
        uploads = driver.createInputTopic(
                Topics.UPLOADS.name(),
                Topics.UPLOADS.key().serializer(),
                Topics.UPLOADS.value().serializer());
        statuses = driver.createInputTopic(
                Topics.UPLOAD_STATUS.name(),
                Topics.UPLOAD_STATUS.key().serializer(),
                Topics.UPLOAD_STATUS.value().serializer());
        Statuses answers = new Statuses(
                store,
                book,
                new StatusWriter(pipeline -> List.of(new StatusWriter.Asking("item", 20))),
                pipeline -> Optional.ofNullable(trouble),
                new TestLanded());
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(created -> {
            GenericApplicationContext beans = (GenericApplicationContext) created;
            beans.registerBean(IngestProperties.class, () -> IngestProperties.from(Map.of()));
            ReadyFixture.register(beans);
            beans.registerBean(UploadStore.class, () -> store);
            beans.registerBean(Statuses.class, () -> answers);
            beans.registerBean(UploadPage.class, UploadPage::packaged);
            beans.registerBean(EventStreams.class, () -> new EventStreams(answers, MOST_STREAMS));
            beans.registerBean(
                    KnownUploads.class, () -> new KnownUploads(answers, new TopicEnds(this::ends), positions));
        });
        context = (ServletWebServerApplicationContext)
                application.run("--server.port=0", "--spring.main.banner-mode=off");
    }

    private static Properties settings(Path stateDir) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "status-server-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return settings;
    }

    /** Whenever somebody asks, the topic has become longer; reading up to there takes a moment. */
    private CompletableFuture<Map<TopicPartition, Long>> ends() {
        if (brokerAway) {
            return CompletableFuture.failedFuture(new TimeoutException("no broker"));
        }
        long end = ends.incrementAndGet();
        CompletableFuture.runAsync(() -> readUpTo(end));
        return CompletableFuture.completedFuture(Map.of(PARTITION, end));
    }

    private synchronized void readUpTo(long end) {
        onRead.forEach(Runnable::run);
        onRead.clear();
        positions.applied(Map.of(PARTITION, end));
    }

    /** Another instance has written this down, and this one has not read it yet. */
    synchronized void writtenElsewhere(Upload upload) {
        onRead.add(() -> store(upload));
    }

    synchronized void store(Upload upload) {
        uploads.pipeInput(upload.uploadId().toString(), upload);
    }

    synchronized void store(UploadStatus status) {
        statuses.pipeInput(status.uploadId().toString(), status);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks with a path that no client library would let through. @return the whole answer */
    String getRaw(String path) throws IOException {
        try (Socket socket = open(path)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A connection over which this path was asked for; nothing of the answer is read. */
    Socket open(String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Follows an upload's events. */
    InputStream events(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port() + "/uploadstatus/" + id + "/events"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    private int port() {
        return context.getWebServer().getPort();
    }

    @Override
    public void close() {
        context.close();
        driver.close();
    }
}
