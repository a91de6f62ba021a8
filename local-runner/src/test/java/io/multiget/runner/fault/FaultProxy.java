package io.multiget.runner.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback whose wire can be spoiled while it runs: connections that are there get the new wire too. Safe for
 * any thread; every direction of a connection has a thread of its own.
 */
final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final long TURN_MILLIS = 20;

    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private volatile Spell spell = new Spell(Wire.CLEAR, System.nanoTime());
    private volatile int target;
    private volatile boolean closed;

    /** A wire and since when it is so; a new one even for an equal wire, so that what was counted begins anew. */
    record Spell(Wire wire, long since) {
        Wire.Flow flow() {
            return wire.flowAfter(Duration.ofNanos(System.nanoTime() - since));
        }
    }

    private FaultProxy(ServerSocket server) {
        this.server = server;
    }

    /** A proxy on any free port, with a clear wire that leads nowhere yet. */
    static FaultProxy open() {
        try {
            FaultProxy proxy = new FaultProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            proxy.daemon("accept", proxy::accept);
            proxy.daemon("reset", proxy::resetWhileDown);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** New connections go to this port of loopback. */
    void leadTo(int port) {
        target = port;
    }

    /** From now on, for connections that are there as well. */
    void become(Wire wire) {
        spell = new Spell(wire, System.nanoTime());
        if (spell.flow() == Wire.Flow.RESET) {
            links.forEach(Link::reset);
        }
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    Spell spell() {
        return spell;
    }

    /** Returns as soon as bytes may flow; false if the thread had better end. */
    boolean awaitFlow() throws InterruptedException {
        synchronized (changed) {
            while (!closed && spell.flow() == Wire.Flow.HELD) {
                changed.wait();
            }
        }
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        become(Wire.DOWN);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                daemon("connect", () -> connect(client));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        try {
            if (spell.flow() == Wire.Flow.RESET || !awaitFlow()) {
                Link.reset(client);
                return;
            }
            Socket onward = new Socket();
            onward.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            Link link = new Link(this, client, onward, links::remove);
            links.add(link);
            link.start();
        } catch (IOException nobodyThere) {
            Link.reset(client);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also what came in between {@link #become} and now, and what a flapping wire has let in. */
    private void resetWhileDown() {
        while (!closed) {
            if (spell.flow() == Wire.Flow.RESET) {
                links.forEach(Link::reset);
            }
            try {
                synchronized (changed) {
                    changed.wait(TURN_MILLIS);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    void daemon(String what, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + port() + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
