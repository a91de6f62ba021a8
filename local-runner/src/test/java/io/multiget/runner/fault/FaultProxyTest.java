package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client, the proxy, and a server that says everything back. */
@Timeout(20)
class FaultProxyTest {
    private static final byte[] TEXT = "twenty bytes of text".getBytes(StandardCharsets.UTF_8);

    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.open();
        proxy.leadTo(echo.getLocalPort());
        proxy.daemon("echo", this::answerAll);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void shouldCarryBytesBothWays() throws IOException {
        try (Client client = connect()) {
            assertThat(client.echoed()).isEqualTo(TEXT);
            assertThat(client.echoed()).isEqualTo(TEXT);
        }
    }

    @Test
    void shouldDelayEachWay() throws IOException {
        proxy.become(Wire.slow(Duration.ofMillis(60), Duration.ofMillis(20)));
        try (Client client = connect()) {
            assertThat(client.timeOfEcho()).isGreaterThan(Duration.ofMillis(80));
        }
    }

    @Test
    void shouldBeNarrow() throws IOException {
        proxy.become(Wire.narrow(400));
        try (Client client = connect()) {
            client.echoed();
            assertThat(client.timeOfEcho()).isGreaterThan(Duration.ofMillis(50));
        }
    }

    @Test
    void shouldCarryEveryByteInSlices() throws IOException {
        proxy.become(Wire.sliced(7));
        try (Client client = connect()) {
            assertThat(client.echoed()).isEqualTo(TEXT);
        }
    }

    @Test
    void shouldCutAfterSoManyBytes() throws IOException {
        try (Client client = connect()) {
            client.echoed();

            proxy.become(Wire.cutAfter(30));

            assertThat(client.echoed()).isEqualTo(TEXT);
            assertThatThrownBy(client::echoed).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldResetWhatIsThereAndWhatComesWhileItIsDown() throws IOException {
        try (Client client = connect()) {
            client.echoed();

            proxy.become(Wire.DOWN);

            assertThatThrownBy(client::echoed).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> connect().echoed()).isInstanceOf(IOException.class);
        }
        proxy.become(Wire.CLEAR);
        try (Client client = connect()) {
            assertThat(client.echoed()).isEqualTo(TEXT);
        }
    }

    @Test
    void shouldAcceptAndBeSilentUntilItIsMended() throws IOException {
        proxy.become(Wire.SILENT);
        try (Client client = connect()) {
            client.send();
            client.patience(Duration.ofMillis(100));
            assertThatThrownBy(client::receive).isInstanceOf(SocketTimeoutException.class);

            proxy.become(Wire.CLEAR);

            client.patience(Duration.ofSeconds(10));
            assertThat(client.receive()).isEqualTo(TEXT);
        }
    }

    @Test
    void shouldTellLateThatTheOtherSideHasClosed() throws IOException {
        proxy.become(Wire.closingLate(Duration.ofMillis(80)));
        try (Client client = connect()) {
            client.echoed();

            long closed = System.nanoTime();
            client.socket.shutdownOutput(); // the echo ends when it hears of it

            assertThat(client.in.read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - closed)).isGreaterThan(Duration.ofMillis(80));
        }
    }

    @Test
    void shouldBeDownAndUpByTurnsWhenItFlaps() {
        Wire flapping = Wire.flapping(Duration.ofSeconds(2));

        assertThat(flapping.flowAfter(Duration.ofSeconds(1))).isEqualTo(Wire.Flow.RESET);
        assertThat(flapping.flowAfter(Duration.ofSeconds(3))).isEqualTo(Wire.Flow.OPEN);
        assertThat(flapping.flowAfter(Duration.ofSeconds(5))).isEqualTo(Wire.Flow.RESET);
    }

    @Test
    void shouldResetAClientWhoseServerIsGone() throws IOException {
        echo.close();

        assertThatThrownBy(() -> connect().echoed()).isInstanceOf(IOException.class);
    }

    private Client connect() throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
    }

    private void answerAll() {
        try {
            while (true) {
                Socket socket = echo.accept();
                proxy.daemon("echo", () -> answer(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException cut) {
            // As the proxy is told to.
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void patience(Duration limit) throws IOException {
            socket.setSoTimeout((int) limit.toMillis());
        }

        void send() throws IOException {
            out.write(TEXT);
        }

        byte[] receive() throws IOException {
            byte[] received = new byte[TEXT.length];
            in.readFully(received);
            return received;
        }

        byte[] echoed() throws IOException {
            send();
            return receive();
        }

        Duration timeOfEcho() throws IOException {
            long started = System.nanoTime();
            echoed();
            return Duration.ofNanos(System.nanoTime() - started);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
