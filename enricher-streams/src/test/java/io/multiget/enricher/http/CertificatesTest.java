package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A27. Calls that are encrypted go to whom they are meant for, or not at all; no setting turns that off. */
class CertificatesTest {
    private static final String PASSWORD = "changeit";
    private static final String TRUSTED = "javax.net.ssl.trustStore";
    private static final String TRUSTED_PASSWORD = "javax.net.ssl.trustStorePassword";

    private static @Nullable String before;
    private static @Nullable String passwordBefore;
    private static KeyStore keys;

    /** An authority that this JVM trusts for now, and what it has signed. */
    @BeforeAll
    static void makeCertificates(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        make(file, "authority", "CN=Authority", "-ext", "bc:c");
        make(file, "good", "CN=good", "-ext", "san=ip:127.0.0.1", "-signer", "authority");
        make(file, "elsewhere", "CN=127.0.0.1", "-ext", "san=dns:elsewhere.example", "-signer", "authority");
        make(file, "self-signed", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1");
        make(
                file,
                "expired",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-signer",
                "authority",
                "-startdate",
                "-9d",
                "-validity",
                "2");
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
        Path trustedFile = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trustedFile)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        before = System.setProperty(TRUSTED, trustedFile.toString());
        passwordBefore = System.setProperty(TRUSTED_PASSWORD, PASSWORD);
    }

    @AfterAll
    static void trustAsBefore() {
        restore(TRUSTED, before);
        restore(TRUSTED_PASSWORD, passwordBefore);
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    private static void make(Path file, String alias, String name, String... more)
            throws IOException, InterruptedException {
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
        Process keytool = new ProcessBuilder(
                        Stream.concat(command, Stream.of(more)).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no key " + alias);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private static HttpAnswer askServerWith(String alias) throws Exception {
        char[] password = PASSWORD.toCharArray();
        KeyStore one = empty();
        one.setKeyEntry(alias, keys.getKey(alias, password), password, keys.getCertificateChain(alias));
        try (TlsServer server = TlsServer.start(one, password)) {
            Timeouts timeouts = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));
            TestApi api = TestApi.market().at(server.url()).with(timeouts);
            try (HttpTransport transport = new HttpTransport(api.pipeline().apis(), System::nanoTime)) {
                CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
                transport.send(api.categories("c"), answer::complete);
                return answer.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldTrustTheCertificateOfTheHostThatIsAsked() throws Exception {
        assertThat(askServerWith("good"))
                .isInstanceOfSatisfying(HttpAnswer.Received.class, answer -> assertThat(answer.status())
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({"self-signed, certification path", "expired, validity check failed", "elsewhere, 127.0.0.1"})
    void shouldTrustNoOther(String certificate, String reason) throws Exception {
        assertThat(askServerWith(certificate))
                .isInstanceOfSatisfying(HttpAnswer.Broken.class, broken -> assertThat(broken.reason())
                        .startsWith("no safe connection (")
                        .contains(reason));
    }
}
