package io.multiget.runner.role;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A place to connect to. */
final class Port {
    private Port() {}

    /** Asked before a client is: it meets a port that is not open yet with retries and warnings, and takes time we have not. */
    static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
