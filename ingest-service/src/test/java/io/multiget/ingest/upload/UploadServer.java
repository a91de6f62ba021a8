package io.multiget.ingest.upload;

import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.ingest.IngestProperties;
import io.multiget.ingest.book.BookFixture;
import io.multiget.ingest.book.UploadBook;
import io.multiget.ingest.setup.Pipelines;
import io.multiget.ingest.setup.ReadyFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;

/** The upload endpoint in a real container on a free port, with a book in memory. */
final class UploadServer implements AutoCloseable {
    final BookFixture kafka = new BookFixture();
    final UploadBook book = kafka.book();
    private final Path dataDir;
    private final ServletWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan({"io.multiget.ingest.upload", "io.multiget.ingest.problem", "io.multiget.ingest.web"})
    static class Application {}

    private UploadServer(Path dataDir, Map<String, String> settings) {
        this.dataDir = dataDir;
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("MULTIGET_DATA_DIR", dataDir.toString());
        environment.put("MULTIGET_INSTANCE_ID", BookFixture.OWNER);
        IngestProperties properties = IngestProperties.from(environment);
        Pipeline pipeline = PipelineLoader.load(Path.of("../pipelines/mercadolibre.yaml"), name -> null);
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(created -> {
            GenericApplicationContext beans = (GenericApplicationContext) created;
            beans.registerBean(IngestProperties.class, () -> properties);
            beans.registerBean(Pipelines.class, () -> new Pipelines(List.of(pipeline)));
            beans.registerBean(UploadBook.class, () -> book);
            ReadyFixture.register(beans);
        });
        context = (ServletWebServerApplicationContext)
                application.run("--server.port=0", "--spring.main.banner-mode=off");
    }

    static UploadServer start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    static UploadServer start(Path dataDir, Map<String, String> settings) {
        return new UploadServer(dataDir, settings);
    }

    private int port() {
        return context.getWebServer().getPort();
    }

    /** A request to fill in; its path begins with a slash. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Posts a body that is the file itself. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Posts a form whose text is written out. */
    HttpResponse<String> postForm(String... parts) throws IOException, InterruptedException {
        return send(form(parts));
    }

    HttpRequest.Builder form(String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--b0undary\r\n").append(part).append("\r\n");
        }
        return request("/uploadfile")
                .header("Content-Type", "multipart/form-data; boundary=b0undary")
                .POST(HttpRequest.BodyPublishers.ofString(
                        body.append("--b0undary--\r\n").toString()));
    }

    /** A part {@code file} with that name and content. */
    static String file(String name, String content) {
        return "Content-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + content;
    }

    /** Sends bytes as they are and reads the answer until the connection ends. */
    String exchange(String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The files in the spool. */
    List<Path> spooled() {
        try (Stream<Path> files = Files.list(dataDir.resolve("spool"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
