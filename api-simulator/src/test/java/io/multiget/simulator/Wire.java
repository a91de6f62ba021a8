package io.multiget.simulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a simulator, read byte by byte: for answers that no HTTP client would show as they are.
 */
final class Wire implements AutoCloseable {
    /** How an answer stopped coming. */
    enum End {
        CLOSED,
        RESET,
        SILENT,
        CUT_BY_US
    }

    /** What came until the end. */
    record Heard(String text, End end) {
        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        int declaredLength() {
            String rest = text.substring(text.indexOf("Content-Length: ") + "Content-Length: ".length());
            return Integer.parseInt(rest.substring(0, rest.indexOf('\r')));
        }
    }

    private static final int QUIET_MILLIS = 300;
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;

    Wire(Simulator simulator) throws IOException {
        socket = new Socket("127.0.0.1", simulator.port());
        socket.setSoTimeout(QUIET_MILLIS);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Asks on a connection of its own and listens until the end, or until {@code most} bytes have come. */
    static Heard ask(Simulator simulator, String path, int most) throws IOException {
        try (Wire wire = new Wire(simulator)) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + simulator.port()
                    + "\r\nConnection: close\r\n\r\n");
            return wire.listen(most);
        }
    }

    /** Listens until the end; silence for {@value #QUIET_MILLIS} ms is one. */
    Heard listen(int most) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
                if (text.length() == most) {
                    return new Heard(text.toString(), End.CUT_BY_US);
                }
            }
            return new Heard(text.toString(), End.CLOSED);
        } catch (SocketTimeoutException e) {
            return new Heard(text.toString(), End.SILENT);
        } catch (SocketException e) {
            return new Heard(text.toString(), End.RESET);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
