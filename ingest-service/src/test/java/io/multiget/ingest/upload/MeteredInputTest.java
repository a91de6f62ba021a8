package io.multiget.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;

class MeteredInputTest {
    private static final UploadLimits LIMITS =
            new UploadLimits(1 << 20, 1 << 20, 200, 1, 100, Duration.ofSeconds(30), Duration.ofSeconds(600));

    private final AtomicLong clock = new AtomicLong();

    @Test
    void shouldLetAClientBeSlowForAWhile() {
        MeteredInput in = metered(new ByteArrayInputStream(new byte[10]));
        pass(Duration.ofSeconds(29));

        assertThat(in.read(new byte[10], 0, 10)).isEqualTo(10);
        assertThat(in.bytes()).isEqualTo(10);
    }

    @Test
    void shouldEndAClientThatStaysSlow() {
        MeteredInput in = metered(new ByteArrayInputStream(new byte[10]));
        pass(Duration.ofSeconds(31));

        assertTooSlow(in);
    }

    @Test
    void shouldKeepAClientThatIsFastEnough() {
        MeteredInput in = metered(new ByteArrayInputStream(new byte[10_000]));
        pass(Duration.ofSeconds(60));

        assertThat(in.read(new byte[10_000], 0, 10_000)).isEqualTo(10_000);
    }

    @Test
    void shouldEndARequestThatTakesTooLongHoweverFast() {
        MeteredInput in = metered(new ByteArrayInputStream(new byte[1_000_000]));
        pass(Duration.ofSeconds(601));

        assertTooSlow(in);
    }

    @Test
    void shouldEndAClientThatSendsNothing() {
        assertTooSlow(metered(failing(new SocketTimeoutException())));
        assertTooSlow(metered(failing(new ClientAbortException(new SocketTimeoutException()))));
    }

    @Test
    void shouldSayThatABodyEndedTooSoon() {
        MeteredInput in = metered(failing(new ClientAbortException("reset")));

        assertThatThrownBy(in::read).hasMessageContaining("incomplete_body");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private MeteredInput metered(InputStream in) {
        return new MeteredInput(in, LIMITS, clock::get);
    }

    private static void assertTooSlow(MeteredInput in) {
        assertThatThrownBy(() -> in.read(new byte[1_000_000], 0, 1_000_000))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(408);
                    assertThat(e.problem().code()).isEqualTo("request_too_slow");
                });
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }
}
