package io.multiget.runner.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through a proxy: two sockets, and a thread for each direction. */
final class Link {
    private static final int PIECE = 64 << 10;
    private static final int DIRECTIONS = 2;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Consumer<Link> ended;
    private final AtomicInteger open = new AtomicInteger(DIRECTIONS);
    private final AtomicBoolean reset = new AtomicBoolean();

    Link(FaultProxy proxy, Socket client, Socket server, Consumer<Link> ended) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.ended = ended;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        proxy.daemon("up", () -> pump(client, server));
        proxy.daemon("down", () -> pump(server, client));
    }

    /** Both ends see a reset, whatever is under way. */
    void reset() {
        if (reset.compareAndSet(false, true)) {
            reset(client);
            reset(server);
            ended.accept(this);
        }
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is closed, and that is all that is wanted.
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            copy(from.getInputStream(), to.getOutputStream());
            pause(proxy.spell().wire().closeDelay());
            to.shutdownOutput();
            if (open.decrementAndGet() == 0) {
                from.close();
                to.close();
                ended.accept(this);
            }
        } catch (IOException eitherEndIsGone) {
            reset();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        FaultProxy.Spell before = proxy.spell();
        long carried = 0;
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            if (!proxy.awaitFlow()) {
                return;
            }
            FaultProxy.Spell now = proxy.spell();
            carried = now == before ? carried + length : length;
            before = now;
            Wire wire = now.wire();
            pause(delay(wire));
            int allowed = wire.cutAfter() == 0 ? length : (int) Math.min(length, length - carried + wire.cutAfter());
            write(out, piece, allowed, wire);
            if (allowed < length) {
                throw new IOException("cut");
            }
        }
    }

    private static void write(OutputStream out, byte[] piece, int length, Wire wire)
            throws IOException, InterruptedException {
        // What is narrow has to be passed before it is there.
        if (wire.bytesPerSecond() > 0) {
            pause(Duration.ofNanos(TimeUnit.SECONDS.toNanos(length) / wire.bytesPerSecond()));
        }
        int written = 0;
        while (written < length) {
            int next = wire.slice() == 0
                    ? length - written
                    : Math.min(length - written, 1 + ThreadLocalRandom.current().nextInt(wire.slice()));
            out.write(piece, written, next);
            written += next;
        }
    }

    private static Duration delay(Wire wire) {
        long jitter = wire.jitter().toNanos();
        long more = jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter);
        return wire.latency().plusNanos(more);
    }

    private static void pause(Duration time) throws InterruptedException {
        if (!time.isZero() && !time.isNegative()) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    }
}
