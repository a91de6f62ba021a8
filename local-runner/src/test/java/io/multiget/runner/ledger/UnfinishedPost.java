package io.multiget.runner.ledger;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A file that is on its way as the body of a request, on a connection of its own, and stops at any byte. For one thread. */
final class UnfinishedPost implements AutoCloseable {
    private final Socket socket;
    private final byte[] file;
    private int sent;

    /** Connects and sends all that comes before the file. */
    UnfinishedPost(String server, String key, String name, byte[] file) throws IOException {
        URI address = URI.create(server);
        this.socket = new Socket(address.getHost(), address.getPort());
        this.file = file.clone();
        write(("POST /uploadfile?file=" + name + " HTTP/1.1\r\nHost: " + address.getAuthority()
                        + "\r\nContent-Type: text/csv\r\nIdempotency-Key: " + key + "\r\nContent-Length: " + file.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends on until so many of the file's bytes are out. */
    void sendUpTo(int bytes) throws IOException {
        socket.getOutputStream().write(file, sent, bytes - sent);
        socket.getOutputStream().flush();
        sent = bytes;
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Hangs up. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
