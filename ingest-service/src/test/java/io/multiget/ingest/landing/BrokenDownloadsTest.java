package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.ingest.setup.ReadyFixture;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class BrokenDownloadsTest {
    private ServletWebServerApplicationContext context;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan({"io.multiget.ingest.problem", "io.multiget.ingest.web"})
    @Import({BrokenDownloads.class, Downloads.class})
    static class Application {}

    @RestController
    static class Downloads {
        @GetMapping("/whole")
        void whole(HttpServletResponse response) throws IOException {
            response.getOutputStream().write("1,2\r\n".getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }

        @GetMapping("/broken")
        void broken(HttpServletRequest request, HttpServletResponse response) throws IOException {
            whole(response);
            BrokenDownloads.breakOff(request);
        }
    }

    @BeforeEach
    void startServer() {
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(created -> ReadyFixture.register((GenericApplicationContext) created));
        context = (ServletWebServerApplicationContext)
                application.run("--server.port=0", "--spring.main.banner-mode=off");
    }

    @AfterEach
    void stopServer() {
        context.close();
    }

    @Test
    void shouldNotLookLikeAWholeFile() throws Exception {
        assertThat(get("/whole")).isEqualTo("1,2\r\n");
        assertThatThrownBy(() -> get("/broken")).isInstanceOf(IOException.class);
    }

    private String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
